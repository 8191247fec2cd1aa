package org.crosslayer.engine.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.tensor.DType;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The cases are those of the format's own library (huggingface/safetensors, Apache-2.0), listed in `cases.json`.
class SafetensorsFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("acceptedCases")
    void whatTheReferenceAcceptsOpens(String name) throws BadFileException {
        try (SafetensorsFile file = SafetensorsFile.open(resource(name))) {
            for (MappedTensor tensor : file.tensors().values()) {
                assertEquals(
                        tensor.size() * tensor.dtype().bits(), tensor.data().byteSize() * 8, tensor.name());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rejectedCases")
    void whatTheReferenceRejectsIsRefusedInOneSentence(String name) {
        Path path = resource(name);
        BadFileException e = assertThrows(BadFileException.class, () -> SafetensorsFile.open(path));
        assertSentence(e, path);
    }

    @Test
    void everyCaseOfTheReferenceIsTried() throws IOException {
        assertEquals(36, acceptedCases().count() + rejectedCases().count());
    }

    @Test
    void theRefusalNamesTheTensorAndTheOffset() {
        BadFileException e = assertThrows(
                BadFileException.class, () -> SafetensorsFile.open(resource("bad_hole_between_tensors.safetensors")));
        assertTrue(e.getMessage().contains("leaves a gap"), e.getMessage());
        assertTrue(e.getMessage().matches(".*tensor \".+\" starts at byte \\d+ .*"), e.getMessage());
    }

    @Test
    void aGoldenFileGivesItsTensors() throws BadFileException {
        try (SafetensorsFile file =
                SafetensorsFile.open(SampleModels.golden("llama31-gqa").resolve("golden.safetensors"))) {
            MappedTensor ids = tensor(file, "input_ids");
            MappedTensor patterns = tensor(file, "attentions");
            assertEquals(DType.I64, ids.dtype());
            long n = ids.shape().getLast();
            assertEquals(List.of(4L, 1L, 4L, n, n), patterns.shape());
            float[] values = patterns.toFloats();
            assertEquals(1, values[0], 1e-6, "the first token sees only itself");
            assertTrue(Arrays.stream(ids.toLongs()).allMatch(id -> id >= 0 && id < 160));
        }
    }

    @Test
    void everyPrefixOfAGoodFileIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(resource("ok_any_header_order.safetensors"));
        Path cut = folder.resolve("cut.safetensors");
        for (int length = 0; length < whole.length; length++) {
            Files.write(cut, Arrays.copyOf(whole, length));
            assertSentence(assertThrows(BadFileException.class, () -> SafetensorsFile.open(cut)), cut);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":2}", "{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}"})
    void duplicateKeysAreRefused(String header) throws IOException {
        Path path = written(header);
        assertSentence(assertThrows(BadFileException.class, () -> SafetensorsFile.open(path)), path);
    }

    @Test
    void aNameWithLineBreaksDoesNotBreakTheSentence() throws IOException {
        Path path = written("{\"" + "a\\n\\u0000".repeat(100) + "\":{\"dtype\":\"F32\"}}");
        BadFileException e = assertThrows(BadFileException.class, () -> SafetensorsFile.open(path));
        assertSentence(e, path);
        assertTrue(e.getMessage().length() < 400, e.getMessage());
    }

    @Test
    void missingFilesAndFoldersAreSaidSo() {
        BadFileException missing =
                assertThrows(BadFileException.class, () -> SafetensorsFile.open(folder.resolve("none.safetensors")));
        assertTrue(missing.getMessage().contains("does not exist"));
        BadFileException wrong = assertThrows(BadFileException.class, () -> SafetensorsFile.open(folder));
        assertTrue(wrong.getMessage().contains("is a folder"));
    }

    @Test
    void metadataIsReadAndClosingTwiceIsHarmless() throws IOException, BadFileException {
        SafetensorsFile file = SafetensorsFile.open(written("{\"__metadata__\":{\"format\":\"pt\"}}"));
        assertEquals("pt", file.metadata().get("format"));
        file.close();
        file.close();
    }

    @Test
    void closingUnmapsTheData() throws BadFileException {
        SafetensorsFile file = SafetensorsFile.open(resource("ok_serialization_f32_1x2x3.safetensors"));
        MappedTensor tensor = file.tensors().values().iterator().next();
        assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, tensor.toFloats());
        file.close();
        assertThrows(IllegalStateException.class, tensor::toFloats);
    }

    private Path written(String header) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text);
        return Files.write(folder.resolve("written.safetensors"), bytes.array());
    }

    private static void assertSentence(BadFileException e, Path path) {
        String message = e.getMessage();
        assertTrue(message.startsWith(path + ": "), message);
        assertFalse(message.contains("\n") || message.contains("Exception") || message.contains("null"), message);
        assertTrue(message.endsWith("."), message);
    }

    private static MappedTensor tensor(SafetensorsFile file, String name) {
        return Objects.requireNonNull(file.tensors().get(name), name);
    }

    private static Stream<String> acceptedCases() throws IOException {
        return cases("accept");
    }

    private static Stream<String> rejectedCases() throws IOException {
        return cases("reject");
    }

    private static Stream<String> cases(String expected) throws IOException {
        List<String> names = new ArrayList<>();
        try (InputStream in = SafetensorsFileTest.class.getResourceAsStream("/safetensors/cases.json")) {
            for (JsonNode item : new JsonMapper().readTree(in).path("cases")) {
                if (item.path("expect").asText().equals(expected)) {
                    names.add(item.path("file").asText());
                }
            }
        }
        return names.stream();
    }

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(SafetensorsFileTest.class.getResource("/safetensors/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
