package org.crosslayer.engine.fuzz;

import java.lang.foreign.ValueLayout;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.format.SafetensorsFile;

/// Any bytes as a `.safetensors` file: refused in a sentence, or every tensor can be read to its last byte.
public final class SafetensorsFuzz {
    private static final ScratchFile FILE = new ScratchFile("model.safetensors");

    private SafetensorsFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try (SafetensorsFile file = SafetensorsFile.open(FILE.holding(input))) {
            file.tensors().values().forEach(SafetensorsFuzz::touch);
        } catch (EngineException e) {
            Sentences.check(e);
        }
    }

    static void touch(MappedTensor tensor) {
        long bytes = tensor.data().byteSize();
        if (bytes > 0) {
            byte _ = tensor.data().get(ValueLayout.JAVA_BYTE, 0);
            byte _ = tensor.data().get(ValueLayout.JAVA_BYTE, bytes - 1);
        }
    }
}
