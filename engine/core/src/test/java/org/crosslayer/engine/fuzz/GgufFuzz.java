package org.crosslayer.engine.fuzz;

import java.nio.file.Path;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.GgufFile;
import org.crosslayer.engine.tokenizer.TokenizerFiles;

/// Any bytes as a `.gguf` file: refused in a sentence, or every key, every tensor and the vocabulary can be read.
public final class GgufFuzz {
    private static final ScratchFile FILE = new ScratchFile("model.gguf");

    private GgufFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Path path = FILE.holding(input);
        try (GgufFile file = GgufFile.open(path)) {
            file.keys().keys().forEach(file.keys()::display);
            file.tensors().values().forEach(SafetensorsFuzz::touch);
        } catch (EngineException e) {
            Sentences.check(e);
            return;
        }
        try {
            TokenizerFuzz.use(TokenizerFiles.open(path));
        } catch (EngineException e) {
            Sentences.check(e);
        }
    }
}
