package org.crosslayer.app.task;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/// What the system has to say about files, in sentences: which file, and what is the matter.
public final class FileSentences {
    private FileSentences() {}

    /// The sentence.
    public static String of(IOException problem) {
        return switch (problem) {
            case NoSuchFileException e -> e.getFile() + ": there is no such file or folder.";
            case AccessDeniedException e -> e.getFile() + ": no permission to read or write it.";
            case FileSystemException e ->
                e.getFile() + ": " + Objects.requireNonNullElse(e.getReason(), "the file system refused it") + ".";
            default -> "Reading or writing failed: " + problem.getMessage() + ".";
        };
    }
}
