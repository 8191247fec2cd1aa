package org.crosslayer.app.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.crosslayer.app.task.DirectTaskRunner;
import org.crosslayer.app.task.Job;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.engine.Device;
import org.crosslayer.engine.error.BackendUnavailableException;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.SpeedRequest;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubjectLoaderTest {
    private final Workspace workspace = new Workspace();
    private final Map<Path, FakeAnalyst> models = new HashMap<>();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final FakeAnalyst onCard = new FakeAnalyst("first");
    private boolean hasCard = true;
    private final SubjectLoader loader = new SubjectLoader(workspace, runner, new ModelOpener() {
        @Override
        public Analyst open(Path folder, Progress progress, Cancellation cancellation) throws BadFileException {
            FakeAnalyst analyst = models.get(folder);
            if (analyst == null) {
                throw new BadFileException(folder, "holds no config.json; choose the folder of a model.");
            }
            return analyst;
        }

        @Override
        public Analyst open(Path folder, Device device, Progress progress, Cancellation cancellation)
                throws EngineException {
            if (device == Device.CPU) {
                return open(folder, progress, cancellation);
            }
            if (!hasCard) {
                throw new BackendUnavailableException("CUDA cannot be used: there is no NVIDIA card.");
            }
            return onCard;
        }
    });

    @TempDir
    Path folder;

    private Path first = Path.of("");
    private Path second = Path.of("");
    private Path text = Path.of("");

    @BeforeEach
    void makeTwoModelsAndAText() throws IOException {
        first = Files.createDirectory(folder.resolve("first"));
        second = Files.createDirectory(folder.resolve("second"));
        text = Files.writeString(folder.resolve("text.txt"), "once upon a time");
        models.put(first, new FakeAnalyst("first"));
        models.put(second, new FakeAnalyst("second"));
        loader.openModel(first, text);
    }

    private Subject open() {
        @Nullable Subject subject = workspace.subject().get();
        assertNotNull(subject);
        return subject;
    }

    private FakeAnalyst model(Path path) {
        FakeAnalyst analyst = models.get(path);
        assertNotNull(analyst);
        return analyst;
    }

    @Test
    void anotherModelTakesTheTextOverAndTheOldOneIsClosed() {
        loader.openModel(second, folder.resolve("unused.txt"));
        assertEquals("second", open().summary().name());
        assertEquals("text.txt", open().text().name());
        assertTrue(model(first).isClosed());
        assertFalse(model(second).isClosed());
    }

    @Test
    void theOpenModelMovesToAnotherDeviceWithItsPlanAndTextAndLaterOnesFollow() {
        workspace.plan().apply("copy", workspace.plan().plan().get().with(2, new LayerAttention.CopyPattern(1)));
        loader.runOn(Device.CUDA);
        assertSame(onCard, open().analyst());
        assertEquals("text.txt", open().text().name());
        assertEquals(1, workspace.plan().plan().get().sharedCount());
        assertTrue(model(first).isClosed());
        workspace.journal().record("Inspected", null, CommandLines.inspect(open()));
        workspace.journal().record("Timed", null, CommandLines.speed(open(), new SpeedRequest(8, 2, 1, 1)));
        assertEquals(
                List.of(false, true),
                workspace.journal().entries().stream()
                        .filter(JournalEntry::isCommand)
                        .map(entry -> entry.arguments().containsAll(List.of("--device", "cuda")))
                        .toList(),
                "commands run where the window does, those that run anything");
        loader.openModel(second, text);
        assertSame(onCard, open().analyst());
    }

    @Test
    void withoutACardASentenceSaysSoAndTheModelStaysWhereItRuns() {
        hasCard = false;
        Subject before = open();
        loader.runOn(Device.CUDA_BF16);
        UserMessage message = workspace.message().get();
        assertNotNull(message);
        assertTrue(message.whatHappened().contains("CUDA cannot be used"));
        assertFalse(message.isBug());
        assertEquals(before, open());
        assertFalse(model(first).isClosed());
        loader.openModel(second, text);
        assertEquals("second", open().summary().name());
    }

    @Test
    void nobodyCanStopTheOldModelFromBeingClosed() {
        runner.hold();
        loader.openModel(second, text);
        runner.runNext();
        assertEquals("second", open().summary().name());
        assertEquals(List.of(), runner.jobs());
        assertFalse(model(first).isClosed());
        loader.openText(text);
        List.copyOf(runner.jobs()).forEach(Job::cancel);
        runner.runAll();
        assertTrue(model(first).isClosed());
    }

    @Test
    void aBadFolderGivesASentenceAndLeavesEverythingAsItWas() {
        workspace.plan().apply("copy", workspace.plan().plan().get().with(2, new LayerAttention.CopyPattern(1)));
        Subject before = open();
        loader.openModel(folder.resolve("nothing"), text);
        UserMessage message = workspace.message().get();
        assertNotNull(message);
        assertTrue(message.whatHappened().contains("holds no config.json"));
        assertFalse(message.isBug());
        assertEquals(before, open());
        assertEquals(1, workspace.plan().plan().get().sharedCount());
        assertFalse(model(first).isClosed());
    }

    @Test
    void aTextThatCannotBeReadClosesTheNewModelAndKeepsTheOld() throws IOException {
        Path bytes = Files.write(folder.resolve("bytes.txt"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        loader.openDropped(List.of(second, bytes), text, () -> {});
        assertNotNull(workspace.message().get());
        assertEquals("first", open().summary().name());
        assertTrue(model(second).isClosed());
    }

    @Test
    void anotherTextKeepsModelAndPlan() throws IOException {
        workspace.plan().apply("copy", workspace.plan().plan().get().with(2, new LayerAttention.CopyPattern(1)));
        loader.openText(Files.writeString(folder.resolve("other.txt"), "another text"));
        assertEquals("other.txt", open().text().name());
        assertEquals("first", open().summary().name());
        assertEquals(1, workspace.plan().plan().get().sharedCount());
    }

    @Test
    void whatIsDroppedIsToldApart() throws IOException {
        loader.openDropped(List.of(Files.writeString(folder.resolve("other.txt"), "another text")), text, () -> {});
        assertEquals("other.txt", open().text().name());
        loader.openDropped(List.of(second), text, () -> {});
        assertEquals("second", open().summary().name());
        assertEquals("other.txt", open().text().name());
        assertNull(workspace.message().get());
    }
}
