package org.crosslayer.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// On any thread: what is rehearsed is made, styled and laid out as it would be in a window.
final class ControlRehearsalTest {
    @Test
    void whatIsRehearsedIsLaidOutAndWearsTheStyles() {
        Scene scene = ControlRehearsal.play(Stylesheets.of(100));

        TableView<?> table = (TableView<?>) scene.getRoot().lookup(".details-table");
        assertNotNull(table.getSkin());
        assertTrue(table.lookupAll(".table-row-cell").size() > 3, "rows");
        assertEquals(20, table.getItems().size());
        Node title = Objects.requireNonNull(scene.getRoot().lookup(".page-title"));
        assertTrue(title.getLayoutBounds().getWidth() > 0, "a title");
    }

    @Test
    void theWindowsThreadMayDoTheSameMeanwhile() throws Exception {
        FxToolkit.registerPrimaryStage();
        CompletableFuture<Void> aside = CompletableFuture.runAsync(ControlRehearsalTest::playSome);
        WaitForAsyncUtils.asyncFx(ControlRehearsalTest::playSome).get();
        aside.get();
    }

    private static void playSome() {
        for (int time = 0; time < 5; time++) {
            Scene scene = ControlRehearsal.play(Stylesheets.of(100));
            assertTrue(!scene.getRoot().lookupAll(".table-row-cell").isEmpty(), "rows");
        }
    }
}
