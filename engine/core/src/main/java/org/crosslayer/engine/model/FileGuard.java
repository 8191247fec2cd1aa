package org.crosslayer.engine.model;

import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.Checkpoint;

/// Makes a sentence of what happens to someone who reads a mapped file while somebody else cuts or changes it.
public final class FileGuard {
    private final Checkpoint checkpoint;

    FileGuard(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
    }

    /// Something that reads parameters.
    @FunctionalInterface
    public interface Question<T> {
        T ask() throws EngineException;
    }

    /// The answer to a question, unless the files are not what they were when they were opened.
    ///
    /// @throws EngineException that of the question, or one that names the file
    public <T> T reading(Question<T> question) throws EngineException {
        checkpoint.requireUnchanged();
        try {
            T answer = question.ask();
            checkpoint.requireUnchanged();
            return answer;
        } catch (InternalError e) {
            // Java's word for a fault behind the new end of a mapped file.
            checkpoint.requireUnchanged();
            throw e;
        }
    }
}
