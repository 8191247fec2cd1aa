package org.crosslayer.engine.fuzz;

import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.tokenizer.TokenizerFiles;

/// Any bytes as a `tokenizer.model`: refused in a sentence, or texts can be cut with it.
public final class SentencePieceFuzz {
    private static final ScratchFile FILE = new ScratchFile("tokenizer.model");

    private SentencePieceFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            TokenizerFuzz.use(TokenizerFiles.open(FILE.folderHolding(input)));
        } catch (EngineException e) {
            Sentences.check(e);
        }
    }
}
