package org.crosslayer.engine.fuzz;

import java.util.List;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.tokenizer.Encoding;
import org.crosslayer.engine.tokenizer.Tokenizer;
import org.crosslayer.engine.tokenizer.TokenizerFiles;

/// Any bytes as a `tokenizer.json`: refused in a sentence, or texts can be cut with it.
public final class TokenizerFuzz {
    private static final ScratchFile FILE = new ScratchFile("tokenizer.json");

    private static final List<String> TEXTS =
            List.of("", "The lamplighter  wrote 42.\n", "e\u0301 ﬁ 😀👩\u200d👧 中文 مرحبا\t", "<s>a</s>");

    private TokenizerFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            use(TokenizerFiles.open(FILE.folderHolding(input)));
        } catch (EngineException e) {
            Sentences.check(e);
        }
    }

    /// Cuts texts and closes the tokenizer.
    static void use(Tokenizer tokenizer) {
        try (tokenizer) {
            for (String text : TEXTS) {
                Encoding encoding = tokenizer.encode(text, true);
                for (Encoding.Span span : encoding.spans()) {
                    if (span.start() < 0 || span.end() > text.length()) {
                        throw new AssertionError(span + " lies outside of the text");
                    }
                }
                encoding.ids().forEach(tokenizer::piece);
                String _ = tokenizer.decode(encoding.ids());
            }
        }
    }
}
