package org.crosslayer.engine.fuzz;

import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.Architecture;
import org.crosslayer.engine.model.ConfigReader;

/// Any bytes as a `config.json`: refused in a sentence, or an architecture.
public final class ConfigFuzz {
    private static final ScratchFile FILE = new ScratchFile("config.json");

    private ConfigFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            Architecture _ = ConfigReader.read(FILE.holding(input));
        } catch (EngineException e) {
            Sentences.check(e);
        }
    }
}
