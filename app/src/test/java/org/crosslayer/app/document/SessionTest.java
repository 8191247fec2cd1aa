package org.crosslayer.app.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.crosslayer.app.preferences.StateFile;
import org.crosslayer.app.task.DirectTaskRunner;
import org.crosslayer.app.task.DiskWriter;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.PlanLoader;
import org.crosslayer.app.workspace.PlanShelf;
import org.crosslayer.app.workspace.SubjectLoader;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was being done survives, however the program ended.
class SessionTest {
    @TempDir
    Path folder;

    private Path text = Path.of("unset");

    @BeforeEach
    void writeText() throws IOException {
        text = Files.writeString(folder.resolve("text.txt"), "once upon a time ".repeat(50));
    }

    /// A program that runs, without its window.
    private final class Program {
        private final DirectTaskRunner runner = new DirectTaskRunner();
        private final Workspace workspace = new Workspace();
        private final SubjectLoader loader =
                new SubjectLoader(workspace, runner, (_, _, _) -> new FakeAnalyst("model"));
        private final ProjectDocument document =
                new ProjectDocument(workspace, runner, loader, new PlanLoader(workspace, runner, List.of()));
        private final Session session;

        Program() {
            WorkspaceParts.of(workspace).forEach(document::add);
            session = new Session(folder.resolve("state"), document, runner, DiskWriter.inline());
        }

        void work() {
            loader.open(Path.of("model"), text, () -> {});
            workspace.selection().choosePair(4, 1);
            workspace.plan().apply("copy", workspace.plan().plan().get().with(3, new LayerAttention.CopyPattern(2)));
            session.changed();
            runner.endPause();
        }
    }

    private Path mark() {
        return folder.resolve("state/session/running.json");
    }

    @Test
    void theFirstStartFindsNothing() {
        assertEquals(Session.Before.NONE, new Program().session.before());
    }

    @Test
    void afterQuittingTheNextStartGoesOn() {
        Program first = new Program();
        first.work();
        first.session.end();
        assertFalse(Files.exists(mark()));
        Program second = new Program();
        assertEquals(Session.Before.QUIT, second.session.before());
        second.session.restore();
        assertEquals(4, second.workspace.selection().primary().get());
        assertEquals(1, second.workspace.selection().pinned().get());
    }

    @Test
    void everyPlanComesBackWithItsNameAndNotes() {
        Program first = new Program();
        first.work();
        first.workspace.plans().note("three was cheap");
        first.workspace.plans().turnTo(1);
        assertTrue(first.workspace.plans().rename("wide"));
        LisaAdapter adapter = LisaAdapter.random(
                new FakeAnalyst("model").summary().config(), LisaOptions.defaults(FakeAnalyst.HEADS), 7);
        first.workspace
                .plan()
                .apply("lisa", first.workspace.plan().plan().get().with(4, new LayerAttention.Lisa(3, adapter)));
        PlanShelf.Plans kept = first.workspace.plans().plans().get();
        first.session.end();
        Program second = new Program();
        second.session.restore();
        assertEquals(kept, second.workspace.plans().plans().get());
        assertEquals(kept.current().plan(), second.workspace.plan().plan().get());
        assertEquals("", second.workspace.history().undoLabel().get(), "opening is no step");
    }

    @Test
    void aPlanWhoseFileIsDamagedIsEmptyAndTheUserIsTold() throws IOException {
        Program first = new Program();
        first.work();
        first.workspace.plans().turnTo(2);
        first.workspace.plans().note("nothing yet");
        first.session.end();
        Files.writeString(folder.resolve("state/session/session.plan-1.json"), "cut off");
        Program second = new Program();
        second.session.restore();
        assertEquals(
                "Plan A cannot be read",
                Objects.requireNonNull(second.workspace.message().get()).title());
        assertEquals(
                "nothing yet", second.workspace.plans().plans().get().current().notes());
        assertEquals(4, second.workspace.selection().primary().get());
    }

    @Test
    void plansThatHaveNotChangedAreNotWrittenAgain() throws IOException {
        Program program = new Program();
        program.work();
        Path first = folder.resolve("state/session/session.plan-1.json");
        Files.writeString(first, "left alone");
        program.workspace.plans().turnTo(1);
        program.session.changed();
        program.runner.endPause();
        assertEquals("left alone", Files.readString(first));
        program.workspace.plans().turnTo(0);
        program.workspace
                .plan()
                .apply("more", program.workspace.plan().plan().get().with(1, new LayerAttention.CopyPattern(0)));
        program.session.changed();
        program.runner.endPause();
        assertTrue(Files.readString(first).contains("\"layer\" : 1"));
    }

    @Test
    void nothingIsWrittenAfterTheEnd() throws IOException {
        Program program = new Program();
        program.work();
        program.session.end();
        Path file = folder.resolve("state/session/session.crosslayer");
        Files.delete(file);
        program.workspace.selection().choosePair(5, 0);
        program.session.changed();
        program.runner.endPause();
        assertFalse(Files.exists(file));
    }

    @Test
    void afterAKillTheMarkOfADeadProcessIsFoundAndItsWorkIsPutAside() throws IOException {
        Program killed = new Program();
        killed.work();
        // What a killed process leaves: its mark, with a number that no process has.
        new StateFile(mark()).write(new Session.Mark(Long.MAX_VALUE, null));
        Program second = new Program();
        assertEquals(Session.Before.LOST, second.session.before());
        assertTrue(Files.exists(folder.resolve("state/lost/session.crosslayer")));
        second.work();
        second.session.restore();
        assertEquals(4, second.workspace.selection().primary().get());
    }

    @Test
    void aNumberThatAnotherProcessHasByNowIsADeadOneToo() throws IOException {
        new Program().work();
        new StateFile(mark()).write(new Session.Mark(ProcessHandle.current().pid(), 1L));
        assertEquals(Session.Before.LOST, new Program().session.before());
    }

    @Test
    void aProgramThatStillRunsKeepsItsSession() throws IOException {
        Program first = new Program();
        first.work();
        Program second = new Program();
        assertEquals(Session.Before.RUNNING, second.session.before());
        second.session.end();
        assertTrue(Files.exists(mark()), "the mark belongs to the first");
    }

    @Test
    void aRowOfChangesIsWrittenOnce() throws IOException {
        Program program = new Program();
        program.work();
        Path file = folder.resolve("state/session/session.crosslayer");
        Files.delete(file);
        program.session.changed();
        program.runner.endPause();
        assertFalse(Files.exists(file), "nothing has changed since");
    }
}
