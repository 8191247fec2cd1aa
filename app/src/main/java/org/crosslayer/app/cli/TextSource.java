package org.crosslayer.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.EncodedText;
import org.crosslayer.engine.tokenizer.BosCheck;
import org.crosslayer.engine.tokenizer.Encoding;
import org.crosslayer.engine.tokenizer.Tokenizer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A text, from the command line or from a file: one of the two.
class TextSource {
    @Option(names = "--text", paramLabel = "TEXT", required = true, description = "The text itself.")
    private @Nullable String text;

    @Option(
            names = "--text-file",
            paramLabel = "FILE",
            required = true,
            description = "A UTF-8 file; one text, tokenised whole.")
    private @Nullable Path file;

    private @Nullable String read;

    /// The text; a file is read once, because a pipe gives its text only once.
    String read() throws IOException, InputException {
        String words = read;
        if (words == null) {
            words = text != null ? text : TextFile.read(Objects.requireNonNull(file));
            read = words;
        }
        return words;
    }

    /// True if the model's tokenizer is needed.
    boolean isText() {
        return true;
    }

    /// What to call it in a report: the file's name, without its folders.
    String name() {
        Path named = file == null ? null : file.getFileName();
        return named == null ? "a text on the command line" : named.toString();
    }

    /// The text as ids.
    ///
    /// @throws InputException if it has no token
    int[] ids(LoadedModel model, boolean withSpecialTokens) throws EngineException, IOException, InputException {
        return required(model.tokenizer().encode(read(), withSpecialTokens)).toArray();
    }

    /// What is odd about BOS before this text, in one sentence.
    ///
    /// @param withSpecialTokens whether the tokens were asked for that the model wants around a text
    Optional<String> bosWarning(LoadedModel model, boolean withSpecialTokens)
            throws EngineException, IOException, InputException {
        Tokenizer tokenizer = model.tokenizer();
        BosCheck check = BosCheck.of(
                tokenizer, tokenizer.encode(beginning(read()), false).ids());
        return check.warning(withSpecialTokens && check.rule().isFirst());
    }

    /// Enough of it to see with what it begins.
    private static String beginning(String words) {
        return words.substring(0, Math.min(words.length(), 1024));
    }

    /// The text with its ids, none added.
    ///
    /// @throws InputException if it has no token
    EncodedText encoded(LoadedModel model) throws EngineException, IOException, InputException {
        EncodedText encoded = model.encode(read());
        Encoding _ = required(encoded.encoding());
        return encoded;
    }

    private Encoding required(Encoding encoding) throws InputException {
        if (encoding.ids().isEmpty()) {
            throw new InputException(
                    (file == null ? "The text" : file.toString()) + " is empty: give at least one token.");
        }
        return encoding;
    }
}
