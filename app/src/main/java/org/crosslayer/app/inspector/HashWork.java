package org.crosslayer.app.inspector;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.crosslayer.app.task.Work;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.FileHashing;
import org.crosslayer.engine.format.FileHashing.FileHash;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.jspecify.annotations.Nullable;

/// Hashes files and remembers how far it came: when it runs again after an interruption, it goes on. On the
/// engine's
/// thread only.
final class HashWork implements Work<List<FileHash>> {
    private final Path model;
    private @Nullable FileHashing hashing;

    HashWork(Path model) {
        this.model = model;
    }

    @Override
    public List<FileHash> run(Progress progress, Cancellation cancellation, Consumer<List<FileHash>> partial)
            throws EngineException {
        FileHashing begun = hashing;
        if (begun == null) {
            begun = FileHashing.of(model);
            hashing = begun;
        }
        return begun.run(progress, cancellation);
    }
}
