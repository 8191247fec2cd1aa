package org.crosslayer.app.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.crosslayer.app.task.DirectTaskRunner;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.Workspace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParityViewModelTest {
    private final Workspace workspace = new Workspace();
    private final ParityViewModel viewModel = new ParityViewModel(workspace, new DirectTaskRunner());

    @TempDir
    private Path folder;

    @Test
    void aReportIsShownAndSavedAndGoesWithTheModel() throws IOException {
        workspace.show(new FakeAnalyst("model").subject());
        viewModel.check(Path.of("golden.safetensors"));
        assertTrue(Objects.requireNonNull(viewModel.report().get()).passes());
        Path page = folder.resolve("parity.md");
        viewModel.save(page);
        assertTrue(Files.readString(page).startsWith("# Parity of model with golden.safetensors"), page.toString());
        workspace.show(new FakeAnalyst("other").subject());
        assertNull(viewModel.report().get());
    }

    @Test
    void aFolderThatCannotBeWrittenIsToldInTheWindow() {
        workspace.show(new FakeAnalyst("model").subject());
        viewModel.check(Path.of("golden.safetensors"));
        viewModel.save(folder.resolve("missing").resolve("parity.md"));
        assertEquals(
                1,
                Objects.requireNonNull(workspace.message().get())
                        .whatHappened()
                        .lines()
                        .count());
    }
}
