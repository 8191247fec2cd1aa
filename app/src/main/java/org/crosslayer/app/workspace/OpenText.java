package org.crosslayer.app.workspace;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tokenizer.BosCheck;
import org.crosslayer.engine.tokenizer.Encoding;
import org.crosslayer.engine.tokenizer.Tokenizer;

/// A text as the open model reads it: cut whole into tokens, none added.
///
/// @param path    where it lies
/// @param content its characters
/// @param ids     its tokens
/// @param bos     whether it begins as the model wants
public record OpenText(Path path, String content, List<Integer> ids, BosCheck bos) {
    /// Two tokens are the fewest of which one can be predicted from the other.
    private static final int FEWEST_TOKENS = 2;
    /// Some fifteen million tokens, far more than is ever measured; all of it is held in memory, tokens and all.
    private static final long LARGEST_BYTES = 64L << 20;

    public OpenText {
        ids = List.copyOf(ids);
    }

    /// Reads a UTF-8 file of at most 64 MiB and cuts it into tokens.
    ///
    /// @throws BadFileException if it cannot be read, is no text, is too large or too short
    /// @throws java.util.concurrent.CancellationException if it was cancelled between reading and cutting
    public static OpenText read(Path path, Tokenizer tokenizer, Progress progress, Cancellation cancellation)
            throws BadFileException {
        progress.report("reading " + path.getFileName(), -1);
        String content = content(path);
        cancellation.check();
        progress.report("cutting " + path.getFileName() + " into tokens", -1);
        Encoding encoding = tokenizer.encode(content, false);
        cancellation.check();
        if (encoding.ids().size() < FEWEST_TOKENS) {
            throw new BadFileException(path, "is too short to measure anything; choose a longer text.");
        }
        return new OpenText(path, content, encoding.ids(), BosCheck.of(tokenizer, encoding.ids()));
    }

    private static String content(Path path) throws BadFileException {
        try {
            if (Files.size(path) > LARGEST_BYTES) {
                throw new BadFileException(
                        path, "is larger than 64 MiB; save the part that you want to measure as a text of its own.");
            }
            return Files.readString(path);
        } catch (CharacterCodingException e) {
            throw new BadFileException(path, "is not a UTF-8 text; save it as UTF-8 first.", e);
        } catch (IOException e) {
            throw new BadFileException(path, "cannot be read; check that it exists and may be read.", e);
        }
    }

    /// The file's name.
    public String name() {
        return String.valueOf(path.getFileName());
    }

    /// All ids as an array of its own.
    public int[] toArray() {
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    /// The first `tokens` ids, or all if there are fewer.
    public int[] passage(int tokens) {
        return ids.stream().limit(tokens).mapToInt(Integer::intValue).toArray();
    }

    /// `tokens` ids from index `first` on, or as many as there are.
    public int[] passage(int first, int tokens) {
        return ids.stream()
                .skip(first)
                .limit(tokens)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
