package org.crosslayer.engine;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model whose file is cut or changed while it is open.
class CutModelTest {
    private static final int[] IDS = {1, 2, 3, 4, 5, 6, 7, 8, 9};

    @TempDir
    Path folder;

    @BeforeEach
    void copyModel() throws IOException {
        for (String file : new String[] {"config.json", "model.safetensors"}) {
            Files.copy(SampleModels.golden("llama-mha").resolve(file), folder.resolve(file));
        }
    }

    @Test
    void aCutFileEndsInASentenceThatNamesIt() throws IOException, EngineException {
        Path weights = folder.resolve("model.safetensors");
        try (LoadedModel model = open()) {
            ask(model, Progress.NONE);
            cut(weights);
            assertSentence("was cut from ", assertThrows(BadFileException.class, () -> ask(model, Progress.NONE)));
        }
    }

    @Test
    void aFileThatIsCutDuringAQuestionEndsInTheSameSentence() throws EngineException {
        Path weights = folder.resolve("model.safetensors");
        try (LoadedModel model = open()) {
            Progress cutting = (_, _) -> cut(weights);
            assertSentence("was cut from ", assertThrows(BadFileException.class, () -> ask(model, cutting)));
        }
    }

    @Test
    void aChangedFileIsRefused() throws IOException, EngineException {
        try (LoadedModel model = open()) {
            Files.setLastModifiedTime(folder.resolve("model.safetensors"), FileTime.fromMillis(1));
            assertSentence(
                    "was changed while it was open",
                    assertThrows(BadFileException.class, () -> ask(model, Progress.NONE)));
        }
    }

    private LoadedModel open() throws EngineException {
        return Engine.open(folder, Device.CPU, Progress.NONE, Cancellation.NEVER);
    }

    private static void ask(LoadedModel model, Progress progress) throws EngineException {
        model.record(IDS, AttentionPlan.none(model.config().nLayers()), progress, Cancellation.NEVER);
    }

    private static void cut(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(100);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertSentence(String part, BadFileException e) {
        assertTrue(e.getMessage().startsWith(folder.resolve("model.safetensors") + ": "), e.getMessage());
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }
}
