package org.crosslayer.app.workspace;

import java.nio.file.Path;
import org.crosslayer.engine.Device;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;

/// Opens a model; the engine does it in the program, a double in tests.
@FunctionalInterface
public interface ModelOpener {
    /// Opens what lies at `folder`, on the engine's thread.
    Analyst open(Path folder, Progress progress, Cancellation cancellation) throws EngineException;

    /// The same on a device of choice; a double has one device alone.
    ///
    /// @throws EngineException in one sentence, if there is no such device too
    default Analyst open(Path folder, Device device, Progress progress, Cancellation cancellation)
            throws EngineException {
        return open(folder, progress, cancellation);
    }
}
