package org.crosslayer.app.preferences;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.crosslayer.viz.export.FileDraft;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A small file of JSON in the state folder. A missing one is as good as an empty one, and so is a damaged one:
/// the program must start whatever lies there.
///
/// @param path where it lies
public record StateFile(Path path) {
    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);
    private static final long LARGEST_BYTES = 4L << 20;

    /// Keys of other versions are passed over, so that one can go back and forth between versions.
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /// What it holds, if it holds that.
    public <T> Optional<T> read(Class<T> type) {
        try {
            if (!Files.isRegularFile(path) || Files.size(path) > LARGEST_BYTES) {
                return Optional.empty();
            }
            return Optional.ofNullable(JSON.readValue(Files.readAllBytes(path), type));
        } catch (IOException e) {
            LOG.warn("{} is passed over: {}", path, e.getMessage());
            return Optional.empty();
        }
    }

    /// Replaces it, whole or not at all.
    public void write(Object value) throws IOException {
        byte[] bytes = bytes(value);
        FileDraft.write(path, out -> out.write(bytes));
    }

    private static byte[] bytes(Object value) throws IOException {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IOException("cannot be written as JSON", e);
        }
    }
}
