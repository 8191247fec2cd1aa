package org.crosslayer.app.workspace;

import java.nio.file.Path;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;

/// Opens a model; the engine does it in the program, a double in tests.
@FunctionalInterface
public interface ModelOpener {
    /// Opens what lies at `folder`, on the engine's thread.
    Analyst open(Path folder, Progress progress, Cancellation cancellation) throws EngineException;
}
