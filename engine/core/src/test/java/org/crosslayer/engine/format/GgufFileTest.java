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
import java.lang.foreign.MemorySegment;
import java.net.URISyntaxException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.tensor.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The cases are those of ggml's own tests and checks (MIT licence), listed with what happens there in `cases.json`.
class GgufFileTest {
    /// Where the format's description and ggml differ, we follow the description.
    private static final Set<String> SPEC_REFUSES = Set.of("X_BOOL_2.gguf", "X_KEY_NOT_UTF8.gguf");

    private static final Set<String> SPEC_ACCEPTS = Set.of("X_ARRAY_OF_ARRAYS.gguf");

    @TempDir
    Path folder;

    private record Case(String file, boolean opens, boolean hasData) {}

    @ParameterizedTest
    @MethodSource("cases")
    void everyCaseEndsAsItMust(Case expected) throws BadFileException {
        Path path = resource(expected.file);
        if (expected.opens) {
            try (GgufFile file = GgufFile.open(path)) {
                assertEquals(expected.hasData, file.hasData());
                for (MappedTensor tensor : file.tensors().values()) {
                    assertEquals(
                            tensor.dtype().bytesOf(tensor.size()), tensor.data().byteSize(), tensor.name());
                }
            }
        } else {
            assertSentence(assertThrows(BadFileException.class, () -> GgufFile.open(path)), path);
        }
    }

    @Test
    void everyCaseOfTheListIsTried() throws IOException {
        assertEquals(39, cases().count());
    }

    @Test
    void aFileThatStartsElsewhereInAnotherOneIsReadFromThere() throws BadFileException {
        Path path = resource("X_PREFIX_7_BYTES.gguf");
        try (MappedFile file = MappedFile.open(path, GgufFile.EXTENSION)) {
            GgufHeader header = GgufHeader.read(path, file.data().asSlice(7));
            assertEquals(4, header.tensors().size());
            assertTrue(header.hasData());
        }
    }

    @Test
    void everyTypeOfValueIsRead() throws BadFileException {
        try (GgufFile file = GgufFile.open(resource("KV_SUCCESS.gguf"))) {
            GgufMetadata keys = file.keys();
            assertEquals(200, keys.count("my.u8"));
            assertEquals(-100, keys.number("my.i8"));
            assertEquals(60_000, keys.count("my.u16"));
            assertEquals(-30_000, keys.number("my.i16"));
            assertEquals(4_000_000_000.0, keys.number("my.u32"));
            assertEquals(0.5, keys.number("my.f32"));
            assertTrue(keys.flagOr("my.bool", false));
            assertEquals("héllo", keys.text("my.str"));
            assertEquals("9223372036854775808", keys.display("my.u64"));
            assertEquals(-1.25, keys.number("my.f64"));
            assertArrayEquals(new int[] {1, -2, 3}, keys.ints("my.arr_i32"));
            assertEquals(List.of("a", "", "你好"), keys.texts("my.arr_str"));
            assertEquals(0, keys.floats("my.arr_empty").length);
            assertEquals(List.of(true, false), keys.flags("my.arr_bool"));
            assertEquals("3 × STRING: \"a\", \"\", \"你好\"", keys.display("my.arr_str"));
            assertEquals("-2000000000", file.metadata().get("my.i32"));
        }
    }

    @Test
    void aKeyOfAnotherTypeIsNamedWithWhatItIs() throws BadFileException {
        try (GgufFile file = GgufFile.open(resource("KV_SUCCESS.gguf"))) {
            GgufMetadata keys = file.keys();
            assertRefused("\"my.u8\" must be a string but is 200", () -> keys.text("my.u8"));
            assertRefused("whole number but is héllo", () -> keys.positiveInt("my.str"));
            assertRefused("an array of strings", () -> keys.texts("my.arr_i32"));
            assertRefused("a whole number", () -> keys.count("my.u64"));
            assertRefused("lacks the key \"none\"", () -> keys.text("none"));
        }
    }

    @Test
    void bigEndianGivesTheSameKeysAndTensors() throws IOException, BadFileException {
        byte[] q8 = new byte[68];
        q8[0] = 0x3c;
        q8[34] = 0x3c;
        q8[35] = 1;
        q8[2] = 7;
        byte[] ids = {0, 0, 0, 5};
        Path path = new GgufBuilder(ByteOrder.BIG_ENDIAN, 3)
                .text("general.architecture", "llama")
                .uint32("n", 513)
                .floats("scores", 1.5f, -2)
                .tensor("f", new float[] {1, -2.5f, 3e-20f}, 3)
                .tensor("q", DType.Q8_0, q8, 2, 32)
                .tensor("i", DType.I32, ids, 1)
                .write(folder.resolve("big.gguf"));
        try (GgufFile file = GgufFile.open(path)) {
            assertEquals(ByteOrder.BIG_ENDIAN, file.byteOrder());
            assertEquals(513, file.keys().count("n"));
            assertArrayEquals(new float[] {1.5f, -2}, file.keys().floats("scores"));
            assertArrayEquals(new float[] {1, -2.5f, 3e-20f}, tensor(file, "f").toFloats());
            MemorySegment blocks = tensor(file, "q").data();
            assertEquals((short) 0x3c00, blocks.get(Elements.I16, 0));
            assertEquals((short) 0x3c01, blocks.get(Elements.I16, 34));
            assertArrayEquals(new long[] {5}, tensor(file, "i").toLongs());
        }
    }

    @Test
    void anyPartOfASplitModelOpensAllOfIt() throws IOException, BadFileException {
        splitModel(2);
        try (GgufFile file = GgufFile.open(folder.resolve("m-00002-of-00002.gguf"))) {
            assertEquals("llama", file.keys().text("general.architecture"));
            assertEquals(List.of("part0", "part1"), List.copyOf(file.tensors().keySet()));
            assertEquals(2, file.paths().size());
        }
    }

    @Test
    void aMissingOrWrongPartIsNamed() throws IOException {
        splitModel(2);
        Path first = folder.resolve("m-00001-of-00002.gguf");
        Path second = folder.resolve("m-00002-of-00002.gguf");
        byte[] good = Files.readAllBytes(second);
        Files.copy(first, second, StandardCopyOption.REPLACE_EXISTING);
        assertRefused("\"split.no\" must be 1", () -> GgufFile.open(first));
        Files.delete(second);
        assertRefused(second + ": does not exist", () -> GgufFile.open(first));
        Path renamed = Files.write(folder.resolve("alone.gguf"), good);
        assertRefused("\"split.count\"", () -> GgufFile.open(renamed));
    }

    @Test
    void everyPrefixOfAGoodFileIsRefusedOrAHeaderAlone() throws IOException {
        byte[] whole = Files.readAllBytes(resource("DATA_SUCCESS.gguf"));
        Path cut = folder.resolve("cut.gguf");
        for (int length = 0; length < whole.length; length++) {
            Files.write(cut, Arrays.copyOf(whole, length));
            try (GgufFile file = GgufFile.open(cut)) {
                assertFalse(file.hasData(), length + " bytes");
                assertTrue(file.tensors().isEmpty());
            } catch (BadFileException e) {
                assertSentence(e, cut);
            }
        }
    }

    @Test
    void everyFlippedByteOfAHeaderOpensOrEndsInASentence() throws IOException {
        byte[] whole = Files.readAllBytes(resource("DATA_SUCCESS.gguf"));
        Path changed = folder.resolve("changed.gguf");
        for (int at = 0; at < 700; at++) {
            for (int value : new int[] {0, 1, 0x7f, 0x80, 0xff}) {
                byte[] bytes = whole.clone();
                bytes[at] = (byte) value;
                Files.write(changed, bytes);
                try (GgufFile file = GgufFile.open(changed)) {
                    assertEquals(file.keys().keys(), file.metadata().keySet());
                } catch (BadFileException e) {
                    assertSentence(e, changed);
                }
            }
        }
    }

    @Test
    void arraysNestedWithoutEndAreRefused() throws IOException {
        GgufBuilder builder = new GgufBuilder();
        byte[] inner = new byte[0];
        for (int depth = 0; depth < 5_000; depth++) {
            byte[] outer = new byte[inner.length + 12];
            outer[0] = (byte) (depth == 0 ? 0 : GgufType.ARRAY.number());
            outer[4] = (byte) (depth == 0 ? 0 : 1);
            System.arraycopy(inner, 0, outer, 12, inner.length);
            inner = outer;
        }
        Path path = builder.array("deep", GgufType.ARRAY, 1, inner).write(folder.resolve("deep.gguf"));
        assertSentence(assertThrows(BadFileException.class, () -> GgufFile.open(path)), path);
    }

    @Test
    void aCutOrChangedFileIsNoticed() throws IOException, BadFileException {
        Path path = Files.copy(resource("DATA_SUCCESS.gguf"), folder.resolve("live.gguf"));
        try (GgufFile file = GgufFile.open(path)) {
            file.requireUnchanged();
            byte[] bytes = Files.readAllBytes(path);
            Files.setLastModifiedTime(path, FileTime.fromMillis(0));
            assertRefused("was changed while it was open", file::requireUnchanged);
            Files.write(path, Arrays.copyOf(bytes, 900));
            assertRefused("was cut from 960 to 900 bytes", file::requireUnchanged);
            Files.delete(path);
            file.requireUnchanged();
        }
    }

    private void splitModel(int parts) throws IOException {
        for (int part = 0; part < parts; part++) {
            GgufBuilder builder = new GgufBuilder()
                    .uint16("split.no", part)
                    .uint16("split.count", parts)
                    .int32s("unused", 1)
                    .tensor("part" + part, new float[] {part}, 1);
            if (part == 0) {
                builder.text("general.architecture", "llama").uint32("split.tensors.count", parts);
            }
            builder.write(folder.resolve("m-0000" + (part + 1) + "-of-0000" + parts + ".gguf"));
        }
    }

    private static void assertRefused(String part, Executable read) {
        String message = assertThrows(BadFileException.class, read).getMessage();
        assertTrue(message.contains(part), message);
    }

    private static void assertSentence(BadFileException e, Path path) {
        String message = e.getMessage();
        assertTrue(message.startsWith(path + ": ") && message.endsWith("."), message);
        assertFalse(message.contains("\n") || message.contains("Exception") || message.contains("null"), message);
        assertTrue(message.length() < path.toString().length() + 300, message);
    }

    private static MappedTensor tensor(GgufFile file, String name) {
        return Objects.requireNonNull(file.tensors().get(name), name);
    }

    private static Stream<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (InputStream in = GgufFileTest.class.getResourceAsStream("/gguf/cases.json")) {
            for (JsonNode item : new JsonMapper().readTree(in).path("cases")) {
                String file = item.path("file").asText();
                boolean bad = item.path("expect").asText().equals("reject");
                boolean opens = item.path("ggml_meta_only").asText().equals("accept") && !bad;
                cases.add(new Case(
                        file,
                        (opens || SPEC_ACCEPTS.contains(file)) && !SPEC_REFUSES.contains(file),
                        item.path("ggml_with_data").asText().equals("accept") || SPEC_ACCEPTS.contains(file)));
            }
        }
        return cases.stream();
    }

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(GgufFileTest.class.getResource("/gguf/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
