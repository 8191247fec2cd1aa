package org.crosslayer.app.inspector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.crosslayer.app.task.DirectTaskRunner;
import org.crosslayer.app.task.Job;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.Workspace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectorViewModelTest {
    private final Workspace workspace = new Workspace();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final InspectorViewModel viewModel = new InspectorViewModel(workspace, runner);

    @TempDir
    private Path folder;

    @Test
    void factsAreThereAfterALookAndGoWithTheModel() {
        workspace.show(new FakeAnalyst("one").subject());
        viewModel.look();
        assertTrue(viewModel.copy().contains("name\tone"), viewModel.copy());
        workspace.show(new FakeAnalyst("two").subject());
        assertEquals(List.of(), viewModel.facts().get().sections());
    }

    @Test
    void filesAreHashedOnRequest() throws IOException {
        Files.writeString(folder.resolve("config.json"), "abc");
        workspace.show(new FakeAnalyst(folder.toString()).subject());
        viewModel.hash();
        assertEquals("config.json", viewModel.hashes().get().getFirst().name());
        assertTrue(viewModel.copy().contains("\t3\tba7816bf"), viewModel.copy());
        assertFalse(viewModel.hashing().get());
    }

    @Test
    void cancellingTheHashingMakesTheButtonUsableAgain() {
        workspace.show(new FakeAnalyst(folder.toString()).subject());
        runner.hold();
        viewModel.hash();
        assertTrue(viewModel.hashing().get());
        List.copyOf(runner.jobs()).forEach(Job::cancel);
        assertFalse(viewModel.hashing().get());
    }
}
