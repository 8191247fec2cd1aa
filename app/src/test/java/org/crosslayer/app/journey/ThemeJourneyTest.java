package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.application.ColorScheme;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.MenuButton;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;
import javafx.scene.text.Text;
import javafx.stage.PopupWindow;
import javafx.stage.Window;
import org.crosslayer.app.preferences.Theme;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A change of theme reaches every part of every window, whenever that was opened, and leaves nothing of the other.
class ThemeJourneyTest extends WindowTest {
    /// Those that only one theme has: window, surface, sunken, line, text, quiet.
    private static final Set<Color> LIGHT = colours("#f4f5f7", "#ffffff", "#eceef2", "#dfe2e8", "#1c2330", "#596273");

    private static final Set<Color> DARK = colours("#14171d", "#1c2028", "#262b35", "#323845", "#e6e9ef", "#9ea7b8");

    /// Far fewer than the window has; a test that looks at nothing shows nothing.
    private static final int MANY = 200;

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws TimeoutException, IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "once upon a time ".repeat(100));
        open((_, _, _) -> new FakeAnalyst("model"), Path.of("model"), text);
        awaitText("a chosen pair", "overview-pair", "Layer 3 and layer 2"::equals);
        awaitText("a baseline", "perplexity-status", "3 of 3 windows"::equals);
    }

    @Test
    void aWindowThatOpensDarkIsDarkAllOver() throws TimeoutException, IOException {
        firstTheme = Theme.DARK;
        open();
        awaitColours(true);
        assertOnly(true);
    }

    @Test
    void everyPartOfTheWindowFollowsAndBack() {
        await("all pages", () -> all("#log-card").size() == 1);
        choose(Theme.DARK);
        assertOnly(true);
        for (String page : List.of("show-tables-card", "show-scatter-card", "show-log-card", "show-overview-card")) {
            run(page);
            assertOnly(true);
        }
        choose(Theme.LIGHT);
        assertOnly(false);
    }

    @Test
    void anotherChangeBeforeTheFirstHasReachedAllLeavesNoMixture() {
        interact(() -> {
            wiring().shell().preferences().theme().set(Theme.DARK);
            wiring().shell().preferences().theme().set(Theme.LIGHT);
            wiring().shell().preferences().theme().set(Theme.DARK);
        });
        awaitColours(true);
        assertOnly(true);
        interact(() -> {
            wiring().shell().preferences().theme().set(Theme.LIGHT);
            wiring().shell().preferences().theme().set(Theme.DARK);
            wiring().shell().preferences().theme().set(Theme.LIGHT);
        });
        awaitColours(false);
        assertOnly(false);
    }

    @Test
    void windowsBesideFollowWheneverTheyWereOpened() {
        List.of("preferences", "help").forEach(this::run);
        detach("overview-card");
        choose(Theme.DARK);
        assertOnly(true);
        List.of("shortcuts", "tasks", "figure-window").forEach(this::run);
        detach("perplexity-card");
        assertOnly(true);
        choose(Theme.LIGHT);
        assertOnly(false);
        run("take-back-panes");
        choose(Theme.DARK);
        assertOnly(true);
    }

    @Test
    void popupsFollowOpenOrClosed() {
        interact(() -> ((ChoiceBox<?>) node("metric")).show());
        await("its list", () -> popups() == 1);
        choose(Theme.DARK);
        assertOnly(true);
        interact(() -> ((ChoiceBox<?>) node("metric")).hide());
        choose(Theme.LIGHT);
        interact(() -> ((ChoiceBox<?>) node("metric")).show());
        await("its list again", () -> popups() == 1);
        assertOnly(false);
        interact(() -> ((ChoiceBox<?>) node("metric")).hide());
        choose(Theme.DARK);
        interact(() -> ((MenuButton) node("plan-more")).show());
        await("a menu that was never open", () -> popups() == 1);
        assertOnly(true);
        interact(() -> ((MenuButton) node("plan-more")).hide());
        run("palette");
        assertOnly(true);
    }

    @Test
    void aNoteOnAPlanFollowsTheWindow() {
        choose(Theme.DARK);
        interact(() -> ((MenuButton) node("plan-more"))
                .getItems().stream()
                        .filter(item -> "plan-annotate".equals(item.getId()))
                        .forEach(item -> item.fire()));
        await("the note", () -> popups() == 1);
        assertOnly(true);
        choose(Theme.LIGHT);
        assertOnly(false);
    }

    @Test
    void theSystemsThemeReachesEveryPart() {
        interact(() -> {
            wiring().shell().preferences().theme().set(Theme.SYSTEM);
            wiring().view().root().getScene().getPreferences().setColorScheme(ColorScheme.DARK);
        });
        awaitColours(true);
        assertOnly(true);
        interact(() -> wiring().view().root().getScene().getPreferences().setColorScheme(ColorScheme.LIGHT));
        awaitColours(false);
        assertOnly(false);
    }

    private void choose(Theme theme) {
        interact(() -> wiring().shell().preferences().theme().set(theme));
        awaitColours(theme == Theme.DARK);
    }

    private void detach(String id) {
        interact(() -> card(id).ask(org.crosslayer.app.control.CardEvent.DETACH));
    }

    private static long popups() {
        return Window.getWindows().stream()
                .filter(PopupWindow.class::isInstance)
                .count();
    }

    /// Nothing that is seen has a colour of the other theme, and much has one of this.
    private void assertOnly(boolean dark) {
        Set<String> foreign = new TreeSet<>();
        int[] own = {0};
        interact(() -> {
            for (Window window : Window.getWindows()) {
                Parent root = window.getScene().getRoot();
                root.applyCss();
                root.layout();
                root.applyCss();
                visit(root, dark, foreign, own);
            }
        });
        assertEquals("", String.join("\n", foreign));
        assertTrue(own[0] > MANY, "only " + own[0] + " colours were looked at");
    }

    private static void visit(Node node, boolean dark, Set<String> foreign, int[] own) {
        // Paper is white in every theme; the root of the main window is behind all of it.
        if (!node.isVisible() || node.getStyleClass().contains("figure-paper")) {
            return;
        }
        for (Paint paint : paints(node)) {
            if (paint instanceof Color color && (dark ? LIGHT : DARK).contains(color)) {
                foreign.add(color + " in " + path(node));
            } else if (paint instanceof Color color && (dark ? DARK : LIGHT).contains(color)) {
                own[0]++;
            }
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> visit(child, dark, foreign, own));
        }
    }

    private static List<Paint> paints(Node node) {
        List<Paint> paints = new ArrayList<>();
        if (node instanceof Text text && !text.getText().isBlank()) {
            paints.add(text.getFill());
        }
        if (node instanceof Region region && region.getBackground() != null) {
            region.getBackground().getFills().forEach(fill -> paints.add(fill.getFill()));
        }
        if (node instanceof Region region && region.getBorder() != null) {
            region.getBorder().getStrokes().forEach(stroke -> paints.add(stroke.getBottomStroke()));
        }
        return paints;
    }

    private static String path(Node node) {
        return Stream.iterate(node, at -> at != null, Node::getParent)
                .limit(4)
                .map(at -> at.getStyleClass() + (at.getId() == null ? "" : "#" + at.getId()))
                .collect(Collectors.joining(" < "));
    }

    private static Set<Color> colours(String... all) {
        return Stream.of(all).map(Color::web).collect(Collectors.toSet());
    }
}
