package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.TextArea;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.similarity.Metric;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A project brings everything back; bad files get a sentence.
class ProjectJourneyTest extends WindowTest {
    @TempDir
    Path folder;

    private Path file = Path.of("unset");

    @BeforeEach
    void open() throws TimeoutException, IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "once upon a time ".repeat(100));
        file = folder.resolve("study.crosslayer");
        open((_, _, _) -> new FakeAnalyst("model"), Path.of("model"), text);
        awaitText("a chosen pair", "overview-pair", "Layer 3 and layer 2"::equals);
    }

    @Test
    void whatWasSavedIsThereAgain() {
        interact(() -> {
            wiring().workspace().selection().choosePair(5, 1);
            wiring().workspace().selection().head().set(2);
            wiring().workspace().selection().query().set(7);
            wiring().workspace().passageTokens().set(32);
            evidence(Metric.COSINE);
            ((TextArea) node("project-notes")).setText("why layer 3 shares");
            wiring().workspace().plans().turnTo(1);
            wiring().workspace().plans().note("the wide one");
            wiring().workspace()
                    .plan()
                    .apply("copy", AttentionPlan.none(FakeAnalyst.LAYERS).with(3, new LayerAttention.CopyPattern(1)));
        });
        run("layout-share");
        run("show-losses-card");
        interact(() -> wiring().shell().saveProject(file));
        await("saved", () -> Files.exists(file));
        await(
                "its name in the title",
                () -> wiring().shell().title().get(),
                () -> wiring().shell().title().get().startsWith("study.crosslayer – "));
        interact(() -> {
            wiring().workspace().selection().choosePair(4, 2);
            wiring().workspace().plans().remove();
            wiring().workspace().selection().head().set(Selection.MEAN);
            wiring().workspace().selection().query().set(Selection.NONE);
            wiring().workspace().passageTokens().set(64);
            evidence(Metric.JSD);
        });
        run("show-log-card");
        run("layout-explore");
        interact(() -> ((TextArea) node("project-notes")).clear());
        drop(file);
        awaitText("the pair of the project", "overview-pair", "Layer 5 and layer 1"::equals);
        assertEquals("← 1", text("layer-3-source"));
        await("the layout", () -> !isShowing("project"));
        await("the page", () -> card("losses-card").shown().get());
        awaitText("its maps", "map-primary-title", title -> title.startsWith("Layer 5 · head 2"));
        await("its passage", () -> wiring().workspace().passageTokens().get() == 32);
        assertEquals(7, wiring().workspace().selection().query().get());
        assertEquals(
                Metric.COSINE, wiring().workspace().evidence().settings().get().metric());
        run("layout-explore");
        assertEquals("why layer 3 shares", ((TextArea) node("project-notes")).getText());
        assertEquals(3, all(".plan-tab").size());
        assertEquals(
                "the wide one",
                wiring().workspace().plans().plans().get().current().notes());
        assertEquals(file.toAbsolutePath(), wiring().shell().recent().paths().getFirst());
    }

    private void evidence(Metric metric) {
        wiring().workspace()
                .evidence()
                .choose(wiring().workspace().evidence().settings().get().with(metric));
    }

    @Test
    void aProjectOfANewerVersionIsRefusedAndWhatIsOpenStays() throws IOException {
        Files.writeString(file, "{\"format\":\"crosslayer-project\",\"version\":99}");
        drop(file);
        awaitText("a sentence", "message-text", words -> words.contains("newer Crosslayer"));
        assertEquals("Layer 3 and layer 2", text("overview-pair"));
    }

    @Test
    void aDroppedPictureIsNoText() throws IOException {
        Path picture = Files.write(folder.resolve("cat.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', (byte) 0xff, 0});
        drop(picture);
        awaitText("a sentence", "message-text", words -> words.contains("is not a UTF-8 text"));
        assertTrue(isShowing("overview-heatmap"));
    }
}
