package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Window;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.CardEvent;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Windows come back where they were, and where they can be seen.
class WindowPlaceJourneyTest extends WindowTest {
    @TempDir
    Path folder;

    private void openWindow() throws TimeoutException, IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "once upon a time ".repeat(100));
        open((_, _, _) -> new FakeAnalyst("model"), Path.of("model"), text);
        awaitText("a chosen pair", "overview-pair", "Layer 3 and layer 2"::equals);
    }

    private Window detached(String id) {
        Card pane = card(id);
        interact(() -> pane.ask(CardEvent.DETACH));
        await(
                "a window of its own",
                () -> pane.getScene() != wiring().view().root().getScene()
                        && pane.getScene().getWindow().isShowing());
        return pane.getScene().getWindow();
    }

    @Test
    void aPaneThatWasOnAScreenThatIsGoneOpensWhereItIsSeen() throws TimeoutException, IOException {
        Files.writeString(state.resolve("windows.json"), """
                {"windows": {"maps-card": {"x": -5000, "y": 9000, "width": 300, "height": 280, "maximised": false}}}
                """);
        openWindow();
        Window window = detached("maps-card");
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        interact(() -> assertTrue(
                screen.contains(window.getX(), window.getY())
                        && screen.contains(window.getX() + 120, window.getY() + 28),
                window.getX() + ", " + window.getY()));
        interact(() -> assertEquals(300, window.getWidth(), 1));
    }

    @Test
    void aWindowBesideIsNoLargerThanTheScreen() throws TimeoutException, IOException {
        openWindow();
        run("figure-window");
        Window window = node("figure-window").getScene().getWindow();
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        interact(() -> assertTrue(
                window.getWidth() <= screen.getWidth() && window.getHeight() <= screen.getHeight(),
                window.getWidth() + " × " + window.getHeight()));
    }

    @Test
    void aDetachedPaneComesBackWhereItWas() throws TimeoutException, IOException {
        openWindow();
        Window first = detached("plan-card");
        interact(() -> {
            first.setX(40);
            first.setY(60);
            first.setWidth(500);
            first.setHeight(444);
        });
        interact(first::hide);
        await(
                "it is back",
                () -> card("plan-card").getScene() == wiring().view().root().getScene());
        await("it is kept", () -> Files.exists(state.resolve("windows.json")));
        assertTrue(Files.readString(state.resolve("windows.json")).contains("plan-card"));
        Window again = detached("plan-card");
        interact(() -> {
            assertEquals(40, again.getX(), 1);
            assertEquals(60, again.getY(), 1);
            assertEquals(500, again.getWidth(), 1);
            assertEquals(444, again.getHeight(), 1);
        });
    }
}
