package org.crosslayer.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipFile;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SimilarityCommandTest {
    private static final int N_LAYERS = 16;

    @TempDir
    private Path folder;

    @Test
    void jsonHoldsWhatScipyComputed() throws IOException, BadFileException {
        Path out = folder.resolve("layers.json");
        CommandRun run = run(out);
        assertEquals(0, run.status(), run.err());
        JsonNode json = CommandRun.json(out);
        assertEquals("jsd", json.get("metric").asText());
        assertEquals("mean", json.get("heads").asText());
        assertEquals("e", json.get("logBase").asText());
        try (GoldenText golden = new GoldenText()) {
            double[] expected = golden.tensor("jsd_layers_head_mean").toDoubles();
            for (int i = 0; i < expected.length; i++) {
                double actual =
                        json.get("values").get(i / N_LAYERS).get(i % N_LAYERS).asDouble();
                assertEquals(expected[i], actual, 1e-6, "layers " + i / N_LAYERS + " and " + i % N_LAYERS);
            }
        }
    }

    @Test
    void base2IsTheSameInBits() throws IOException, BadFileException {
        Path nats = folder.resolve("nats.json");
        Path bits = folder.resolve("bits.json");
        assertEquals(0, run(nats).status());
        assertEquals(0, run(bits, "--log-base", "2").status());
        assertEquals("2", CommandRun.json(bits).get("logBase").asText());
        assertEquals(
                CommandRun.json(nats).get("values").get(0).get(1).asDouble() / Math.log(2),
                CommandRun.json(bits).get("values").get(0).get(1).asDouble(),
                1e-9);
    }

    @Test
    void csvHasALineForEachLayerAndOneAbove() throws IOException, BadFileException {
        Path out = folder.resolve("layers.csv");
        CommandRun run = run(out, "--metric", "tv", "--heads", "best-match", "--sink", "skip-row");
        assertEquals(0, run.status(), run.err());
        List<String> lines = Files.readAllLines(out);
        assertEquals(1 + N_LAYERS, lines.size());
        assertEquals(1 + N_LAYERS, lines.getLast().split(",", -1).length);
    }

    @Test
    void npzHoldsTheMatrixAsNumPyReadsIt() throws IOException, BadFileException {
        Path json = folder.resolve("layers.json");
        Path npz = folder.resolve("layers.npz");
        assertEquals(0, run(json).status());
        assertEquals(0, run(npz).status());
        try (ZipFile zip = new ZipFile(npz.toFile())) {
            byte[] npy = zip.getInputStream(Objects.requireNonNull(zip.getEntry("values.npy")))
                    .readAllBytes();
            int headerLength =
                    ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
            String header = new String(npy, 10, headerLength, StandardCharsets.US_ASCII);
            assertEquals(0, (10 + headerLength) % 64);
            assertTrue(header.startsWith("{'descr': '<f8', 'fortran_order': False, 'shape': (16, 16), }"), header);
            assertTrue(header.endsWith("\n"));
            double value = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN).getDouble(10 + headerLength + 8);
            assertEquals(CommandRun.json(json).get("values").get(0).get(1).asDouble(), value);
        }
    }

    private static CommandRun run(Path out, Object... options) throws BadFileException {
        List<Object> args = new ArrayList<>(List.of("similarity", SampleModels.sample16l(), "--out", out));
        try (GoldenText golden = new GoldenText()) {
            args.addAll(List.of("--ids", golden.ids(), "--window", GoldenText.TOKENS));
        }
        args.addAll(List.of(options));
        return CommandRun.of(args.toArray());
    }
}
