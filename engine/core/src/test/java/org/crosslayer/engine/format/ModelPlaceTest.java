package org.crosslayer.engine.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.crosslayer.engine.Device;
import org.crosslayer.engine.Engine;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tokenizer.Tokenizer;
import org.crosslayer.engine.tokenizer.TokenizerFiles;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What people point at, and what lies there.
class ModelPlaceTest {
    private static final String HASH = "0e9e39f249a16976918f6564b8830bc894c89659";
    private static final String OTHER_HASH = "a272c74b2481d8aff3aa6fc2c4bf891fe57334fb";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "snapshots", "snapshots/" + HASH})
    void aModelInHuggingFacesCacheIsFoundFromAbove(String pointed) throws Exception {
        Path model = cached("models--crosslayer--sample-16l", HASH, OTHER_HASH);
        Files.writeString(Files.createDirectories(model.resolve("refs")).resolve("main"), HASH + "\n");
        try (LoadedModel opened = open(model.resolve(pointed));
                Tokenizer tokenizer = TokenizerFiles.open(model.resolve(pointed))) {
            assertEquals(HASH, opened.summary().path().getFileName().toString());
            assertEquals("sample-16l", opened.summary().name());
            assertEquals(
                    tokenizer.encode("aunt", false).ids(),
                    opened.tokenizer().encode("aunt", false).ids());
        }
    }

    @Test
    void anOnlySnapshotNeedsNoName() throws Exception {
        Path model = cached("models--crosslayer--sample-16l", OTHER_HASH);
        assertEquals(model.resolve("snapshots").resolve(OTHER_HASH), ModelPlace.of(model));
        cached("models--crosslayer--sample-16l", HASH);
        assertRefused(model, "several snapshots", HASH, OTHER_HASH);
    }

    @Test
    void theCacheItselfNamesItsModels() throws Exception {
        cached("models--a--one", HASH);
        assertRefused(folder, "is no model itself", "models--a--one in it");
        cached("models--b--two", HASH);
        assertRefused(folder, "several models", "models--a--one, models--b--two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "tokenizer.json", "model.safetensors"})
    void aFileOfAModelStandsForItsFolder(String name) throws Exception {
        Path model = cached("m", HASH).resolve("snapshots").resolve(HASH);
        assertEquals(model, ModelPlace.of(model.resolve(name)));
    }

    @Test
    void aFileWithoutAConfigurationStandsForItself() throws Exception {
        Path bare = Files.createFile(folder.resolve("adapter.safetensors"));
        assertEquals(bare, ModelPlace.of(bare));
    }

    @Test
    void theOnlyGgufOfAFolderIsTheModelUnlessThereAreSafetensors() throws Exception {
        Path second = Files.createFile(folder.resolve("m-00002-of-00002.gguf"));
        Path first = Files.createFile(folder.resolve("m-00001-of-00002.gguf"));
        assertEquals(first, ModelPlace.of(folder));
        assertEquals(second, ModelPlace.of(second));
        Files.createFile(folder.resolve("config.json"));
        assertEquals(first, ModelPlace.of(folder));
        Path other = Files.createFile(folder.resolve("other-q4.gguf"));
        assertRefused(folder, "several models", "m-00001-of-00002.gguf, other-q4.gguf");
        assertEquals(other, ModelPlace.of(other));
        Files.createFile(folder.resolve("model.safetensors"));
        assertEquals(folder, ModelPlace.of(folder));
    }

    @Test
    void whatIsNoModelIsToldWhatItIs() throws Exception {
        assertOpens("holds no config.json", "model.safetensors");
        Files.writeString(folder.resolve("params.json"), "{}");
        assertOpens("makers' own layout");
        Files.writeString(folder.resolve("adapter_config.json"), "{\"base_model_name_or_path\": \"org/base\"}");
        assertOpens("an adapter (LoRA)", "org/base", "merge_and_unload");
    }

    @Test
    void weightsThatAreNotThereAreToldApart() throws Exception {
        Files.copy(SampleModels.golden("llama-mha").resolve("config.json"), folder.resolve("config.json"));
        Files.createFile(folder.resolve("pytorch_model.bin"));
        assertOpens("pickle format only (pytorch_model.bin)", "save_pretrained");
        Files.createFile(folder.resolve("model-00001-of-00002.safetensors"));
        assertOpens("model-00001-of-00002.safetensors", "no model.safetensors.index.json");
        Files.createSymbolicLink(folder.resolve("model.safetensors"), Path.of("..", "blobs", "gone"));
        assertOpens("not downloaded to the end", "model.safetensors leads nowhere");
        Files.delete(folder.resolve("model.safetensors"));
        String pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 123\n";
        Files.writeString(folder.resolve("model.safetensors"), pointer);
        assertOpens("pointer of Git LFS", "git lfs pull");
        Files.writeString(folder.resolve("tokenizer.json"), pointer);
        EngineException e = assertThrows(EngineException.class, () -> TokenizerFiles.open(folder));
        assertTrue(e.getMessage().contains("git lfs pull"), e.getMessage());
    }

    private void assertOpens(String... words) {
        assertSentence(assertThrows(EngineException.class, () -> open(folder)), words);
    }

    private static void assertRefused(Path path, String... words) {
        assertSentence(assertThrows(BadFileException.class, () -> ModelPlace.of(path)), words);
    }

    private static void assertSentence(EngineException e, String... words) {
        assertEquals(1, e.getMessage().lines().count());
        assertTrue(e.getMessage().endsWith("."), e.getMessage());
        for (String word : words) {
            assertTrue(e.getMessage().contains(word), e.getMessage());
        }
    }

    private static LoadedModel open(Path path) throws EngineException {
        return Engine.open(path, Device.REFERENCE, Progress.NONE, Cancellation.NEVER);
    }

    /// Snapshots of links into `blobs`, as `huggingface_hub` leaves them.
    private Path cached(String name, String... hashes) throws IOException {
        Path model = folder.resolve(name);
        Path blobs = Files.createDirectories(model.resolve("blobs"));
        for (String hash : hashes) {
            Path snapshot = Files.createDirectories(model.resolve("snapshots").resolve(hash));
            try (Stream<Path> files = Files.list(SampleModels.sample16l())) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String fileName = file.getFileName().toString();
                    Path blob = blobs.resolve(Integer.toHexString(fileName.hashCode()));
                    if (!Files.exists(blob)) {
                        Files.copy(file, blob);
                    }
                    Files.createSymbolicLink(
                            snapshot.resolve(fileName),
                            Path.of("..", "..", "blobs", String.valueOf(blob.getFileName())));
                }
            }
        }
        return model;
    }
}
