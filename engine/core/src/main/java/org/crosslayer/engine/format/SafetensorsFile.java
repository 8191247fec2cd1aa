package org.crosslayer.engine.format;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.crosslayer.engine.error.BadFileException;

/// One mapped `.safetensors` file.
///
/// Everything is checked before anything is trusted, as the format's own library does: length and form of the
/// header, types, shapes, and that the tensors fill the buffer without gap or overlap. Values are not looked at.
public final class SafetensorsFile implements Checkpoint {
    private final Arena arena;
    private final Map<String, MappedTensor> tensors;
    private final Map<String, String> metadata;

    private SafetensorsFile(Arena arena, Map<String, MappedTensor> tensors, Map<String, String> metadata) {
        this.arena = arena;
        this.tensors = Collections.unmodifiableMap(tensors);
        this.metadata = metadata;
    }

    /// Maps a file and checks it.
    ///
    /// @throws BadFileException if it cannot be read or breaks a rule of the format
    public static SafetensorsFile open(Path path) throws BadFileException {
        Arena arena = Arena.ofShared();
        boolean trusted = false;
        try {
            SafetensorsFile file = read(path, arena);
            trusted = true;
            return file;
        } finally {
            if (!trusted) {
                arena.close();
            }
        }
    }

    private static SafetensorsFile read(Path path, Arena arena) throws BadFileException {
        MemorySegment file = map(path, arena);
        SafetensorsHeader header = SafetensorsHeader.read(path, file);
        MemorySegment buffer = file.asSlice(header.bufferStart());
        Map<String, MappedTensor> tensors = new LinkedHashMap<>();
        for (SafetensorsHeader.Entry entry : header.entries()) {
            MemorySegment data = buffer.asSlice(entry.begin(), entry.end() - entry.begin());
            tensors.put(entry.name(), new MappedTensor(entry.name(), entry.dtype(), entry.shape(), data));
        }
        return new SafetensorsFile(arena, tensors, header.metadata());
    }

    private static MemorySegment map(Path path, Arena arena) throws BadFileException {
        if (Files.isDirectory(path)) {
            throw new BadFileException(path, "is a folder, not a .safetensors file.");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        } catch (NoSuchFileException e) {
            throw new BadFileException(path, "does not exist: check the name, or download the file.", e);
        } catch (IOException e) {
            throw new BadFileException(path, "cannot be read (" + Phrases.reason(e) + ").", e);
        }
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
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
