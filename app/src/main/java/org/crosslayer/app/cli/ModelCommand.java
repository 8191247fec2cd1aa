package org.crosslayer.app.cli;

import java.io.IOException;
import org.crosslayer.engine.Engine;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.tokenizer.TokenizerFiles;
import picocli.CommandLine.Option;

/// A command that opens a model, asks it something and closes it again.
abstract class ModelCommand extends Subcommand {
    @Option(
            names = "--device",
            paramLabel = "cpu|cuda|cuda-tf32|cuda-bf16|auto|reference",
            defaultValue = "cpu",
            description =
                    "Where the model runs; default: cpu. 'auto' takes an NVIDIA card where there is one. 'reference' is plain and slow.")
    private DeviceName device;

    @Override
    final void run(Session session) throws EngineException, IOException, InputException {
        if (readsText()) {
            TokenizerFiles.require(model());
        }
        try (LoadedModel loaded = Engine.open(model(), device.device(), session.progress(), session.cancellation())) {
            run(loaded, session);
        }
    }

    /// True if a text is to become ids, which needs the model's tokenizer.
    abstract boolean readsText();

    /// Does the work.
    abstract void run(LoadedModel loaded, Session session) throws EngineException, IOException, InputException;
}
