package org.crosslayer.engine.error;

import java.nio.file.Path;

/// A file that cannot be read or does not hold what it must.
public final class BadFileException extends EngineException {
    private static final long serialVersionUID = 1L;

    private final transient Path path;

    /// A sentence about one file.
    ///
    /// @param path    the file
    /// @param problem what is wrong with it and where (tensor, offset, line), without the file's name
    public BadFileException(Path path, String problem) {
        super(path + ": " + problem);
        this.path = path;
    }

    /// As above, keeping the exception that revealed the problem.
    public BadFileException(Path path, String problem, Throwable cause) {
        super(path + ": " + problem, cause);
        this.path = path;
    }

    /// The file in question.
    public Path path() {
        return path;
    }
}
