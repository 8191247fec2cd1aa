package org.crosslayer.app.cli;

import java.util.List;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.Bos;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.ProtocolKind;
import picocli.CommandLine.Option;

/// How a text is cut.
final class WindowOptions {
    @Option(
            names = "--window",
            paramLabel = "N",
            defaultValue = "512",
            description = "Tokens in a window; default: ${DEFAULT-VALUE}.")
    private int window;

    @Option(names = "--max-windows", paramLabel = "N", description = "Use the first N windows only; default: all.")
    private int maxWindows = Integer.MAX_VALUE;

    /// The protocol of this kind, with its usual stride.
    ///
    /// @throws IllegalArgumentException if a number is out of range
    Protocol protocol(ProtocolKind kind, Bos bos) {
        return new Protocol(kind, window, maxWindows, bos);
    }

    /// The same with a stride of the user's.
    Protocol protocol(ProtocolKind kind, int stride, Bos bos) {
        return new Protocol(kind, window, stride, maxWindows, bos);
    }

    /// Refuses numbers that no protocol has.
    void checkUsage(Subcommand command) {
        try {
            Protocol _ = protocol(ProtocolKind.WINDOWS, Bos.OFF);
        } catch (IllegalArgumentException e) {
            throw command.usage(e);
        }
    }

    /// Windows without overlap and without BOS.
    List<int[]> cut(LoadedModel model, int[] ids) throws EngineException {
        return model.windows(ids, protocol(ProtocolKind.WINDOWS, Bos.OFF));
    }
}
