package org.crosslayer.engine.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;

/// The short run of the fuzzing: whole files, what longer runs have found, and seeded damage to both.
class FuzzedReadersTest {
    private static final Path FOUND = SampleModels.golden("fuzz");
    private static final int DAMAGED = 60;
    private static final long SEED = 20_261_123;

    @Test
    void safetensorsFilesAreReadOrRefusedWhateverIsInThem() throws IOException {
        run("safetensors", SafetensorsFuzz::fuzzerTestOneInput);
    }

    @Test
    void ggufFilesAreReadOrRefusedWhateverIsInThem() throws IOException {
        run("gguf", GgufFuzz::fuzzerTestOneInput);
    }

    @Test
    void configurationsAreReadOrRefusedWhateverIsInThem() throws IOException {
        run("config", ConfigFuzz::fuzzerTestOneInput);
    }

    @Test
    void tokenizerJsonIsReadOrRefusedWhateverIsInIt() throws IOException {
        run("tokenizer", TokenizerFuzz::fuzzerTestOneInput);
    }

    @Test
    void sentencePieceFilesAreReadOrRefusedWhateverIsInThem() throws IOException {
        run("sentencepiece", SentencePieceFuzz::fuzzerTestOneInput);
    }

    private static void run(String folder, Consumer<byte[]> reader) throws IOException {
        Mutations mutations = new Mutations(SEED);
        List<byte[]> seeds = seeds(FOUND.resolve(folder));
        assertFalse(seeds.isEmpty(), folder);
        for (byte[] seed : seeds) {
            read(seed, reader);
            for (int i = 0; i < DAMAGED; i++) {
                read(mutations.of(seed), reader);
            }
        }
    }

    private static void read(byte[] input, Consumer<byte[]> reader) {
        try {
            reader.accept(input);
        } catch (RuntimeException | Error e) {
            String hex = HexFormat.of().formatHex(input, 0, Math.min(input.length, 2000));
            throw new AssertionError(e + " on these bytes (of " + input.length + "): " + hex, e);
        }
    }

    private static List<byte[]> seeds(Path folder) throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                seeds.add(Files.readAllBytes(file));
            }
        }
        return seeds;
    }
}
