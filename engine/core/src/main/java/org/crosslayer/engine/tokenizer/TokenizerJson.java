package org.crosslayer.engine.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.JsonObject;
import org.crosslayer.engine.format.ModelFiles;

/// Opens `tokenizer.json`, the whole description of a tokenizer that Hugging Face's library writes and reads.
final class TokenizerJson {
    private TokenizerJson() {}

    /// @param folder a model folder that holds one
    /// @throws EngineException if the file is damaged or of an unknown kind, or this machine has no library
    static Tokenizer open(Path folder) throws EngineException {
        Path path = folder.resolve(ModelFiles.TOKENIZER);
        JsonObject json = JsonObject.read(path);
        TokenizerJsonForm.check(json.node(), path);
        Vocabulary vocabulary = Vocabulary.read(json);
        FolderSpecials specials = FolderSpecials.read(folder, vocabulary);
        return NativeTokenizer.start(
                text(path),
                path,
                vocabulary,
                template -> specials.rule(template),
                kind(json.node()) + ", " + ModelFiles.TOKENIZER);
    }

    private static String text(Path path) throws BadFileException {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new BadFileException(path, "cannot be read (" + e.getMessage() + ").", e);
        }
    }

    private static String kind(JsonNode json) {
        String type = json.path("model").path("type").asText("BPE");
        List<String> parts = json.path("pre_tokenizer").findValuesAsText("type");
        return switch (type) {
            case "BPE" -> parts.contains("ByteLevel") ? "byte-level BPE" : "BPE";
            case "Unigram" -> "unigram";
            default -> type;
        };
    }
}
