package org.crosslayer.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.crosslayer.engine.error.EngineException;
import picocli.CommandLine.Parameters;

/// A command about a model that the user names.
abstract class Subcommand extends SessionCommand {
    @Parameters(index = "0", paramLabel = "MODEL", description = "Folder of a model in Hugging Face's form.")
    private Path model;

    /// Does the work.
    @Override
    abstract void run(Session session) throws EngineException, IOException, InputException;

    /// What the user named.
    final Path model() {
        return model;
    }
}
