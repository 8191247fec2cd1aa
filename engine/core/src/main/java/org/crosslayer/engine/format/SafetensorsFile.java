package org.crosslayer.engine.format;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.crosslayer.engine.error.BadFileException;

/// One mapped `.safetensors` file.
///
/// Everything is checked before anything is trusted, as the format's own library does: length and form of the
/// header, types, shapes, and that the tensors fill the buffer without gap or overlap. Values are not looked at.
public final class SafetensorsFile implements Checkpoint {
    private final MappedFile file;
    private final Map<String, MappedTensor> tensors;
    private final Map<String, String> metadata;

    private SafetensorsFile(MappedFile file, Map<String, MappedTensor> tensors, Map<String, String> metadata) {
        this.file = file;
        this.tensors = Collections.unmodifiableMap(tensors);
        this.metadata = metadata;
    }

    /// Maps a file and checks it.
    ///
    /// @throws BadFileException if it cannot be read or breaks a rule of the format
    public static SafetensorsFile open(Path path) throws BadFileException {
        MappedFile file = MappedFile.open(path, ".safetensors");
        boolean trusted = false;
        try {
            SafetensorsFile checked = read(file);
            trusted = true;
            return checked;
        } finally {
            if (!trusted) {
                file.close();
            }
        }
    }

    private static SafetensorsFile read(MappedFile file) throws BadFileException {
        SafetensorsHeader header = SafetensorsHeader.read(file.path(), file.data());
        MemorySegment buffer = file.data().asSlice(header.bufferStart());
        Map<String, MappedTensor> tensors = new LinkedHashMap<>();
        for (SafetensorsHeader.Entry entry : header.entries()) {
            MemorySegment data = buffer.asSlice(entry.begin(), entry.end() - entry.begin());
            tensors.put(entry.name(), new MappedTensor(entry.name(), entry.dtype(), entry.shape(), data));
        }
        return new SafetensorsFile(file, tensors, header.metadata());
    }

    /// The tensors in the order in which they lie in the file.
    @Override
    public Map<String, MappedTensor> tensors() {
        return tensors;
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public void requireUnchanged() throws BadFileException {
        file.requireUnchanged();
    }

    @Override
    public void close() {
        file.close();
    }
}
