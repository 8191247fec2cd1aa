package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableCell;
import javafx.scene.control.skin.TableColumnHeader;
import javafx.scene.text.Text;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// From small to twice as large: every word of every page can be read to its end, in a window that has grown as the
/// text has.
class TextSizeJourneyTest extends WindowTest {
    private static final double WIDTH = 1280;
    private static final double HEIGHT = 720;
    /// Far fewer than the pages have; a test that looks at nothing shows nothing.
    private static final int MANY = 300;

    @TempDir
    Path folder;

    private int looked;

    @BeforeEach
    void open() throws TimeoutException, IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "once upon a time ".repeat(100));
        open((_, _, _) -> new FakeAnalyst("model"), Path.of("model"), text);
        awaitText("a chosen pair", "overview-pair", "Layer 3 and layer 2"::equals);
        interact(() -> wiring().workspace()
                .plan()
                .apply("copy", AttentionPlan.none(6).with(4, new LayerAttention.CopyPattern(3))));
        awaitText("the measures follow", "perplexity-ratio", "× 1.105"::equals);
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 100, 130, 160, 200})
    void noWordIsCut(int percent) {
        Set<String> cut = new TreeSet<>();
        interact(() -> {
            wiring().shell().preferences().textPercent().set(percent);
            // The screen of the tests is small; a large one is tried without drawing on it.
            double grown = Math.max(1, percent / 100.0);
            Parent root = wiring().view().root();
            for (var command : wiring().view().commands().commands()) {
                if (command.id().startsWith("show-")) {
                    wiring().view().commands().run(command, root.getScene().getWindow());
                    for (int round = 0; round < 3; round++) {
                        root.applyCss();
                        root.resize(WIDTH * grown, HEIGHT * grown);
                        root.layout();
                    }
                    collect(root, command.id(), cut);
                }
            }
        });
        assertEquals("", String.join("\n", cut));
        assertTrue(looked > MANY, "only " + looked + " words were looked at");
    }

    private void collect(Node node, String page, Set<String> cut) {
        // Cells of tables say the rest when the column is drawn wider.
        if (!node.isVisible() || node instanceof TableCell<?, ?> || node instanceof TableColumnHeader) {
            return;
        }
        if (node instanceof Labeled labeled
                && labeled.getText() != null
                && !labeled.getText().isBlank()) {
            looked++;
            if (isCut(labeled)) {
                cut.add(page + ": #" + labeled.getId() + " " + labeled.getStyleClass() + " “" + labeled.getText()
                        + "”");
            }
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, page, cut));
        }
    }

    /// What is drawn is not what was to be said.
    private static boolean isCut(Labeled labeled) {
        return labeled.lookupAll(".text").stream()
                .filter(Text.class::isInstance)
                .map(text -> ((Text) text).getText())
                .anyMatch(drawn -> drawn.endsWith("…") && !labeled.getText().endsWith("…"));
    }
}
