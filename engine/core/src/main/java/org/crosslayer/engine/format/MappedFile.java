package org.crosslayer.engine.format;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.crosslayer.engine.error.BadFileException;

/// A file mapped for reading, and what it looked like then. Closing it unmaps it.
final class MappedFile implements AutoCloseable {
    private final Path path;
    private final Arena arena;
    private final MemorySegment data;
    private final FileTime changed;

    private MappedFile(Path path, Arena arena, MemorySegment data, FileTime changed) {
        this.path = path;
        this.arena = arena;
        this.data = data;
        this.changed = changed;
    }

    /// Maps a whole file.
    ///
    /// @param kind how its name should end, for messages
    /// @throws BadFileException if it cannot be read
    static MappedFile open(Path path, String kind) throws BadFileException {
        if (Files.isDirectory(path)) {
            throw new BadFileException(path, "is a folder, not a " + kind + " file.");
        }
        Arena arena = Arena.ofShared();
        boolean mapped = false;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            GitLfs.refusePointer(path);
            FileTime changed = Files.getLastModifiedTime(path);
            MemorySegment data = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            mapped = true;
            return new MappedFile(path, arena, data, changed);
        } catch (NoSuchFileException e) {
            throw new BadFileException(path, "does not exist: check the name, or download the file.", e);
        } catch (IOException e) {
            throw new BadFileException(path, "cannot be read (" + Phrases.reason(e) + ").", e);
        } finally {
            if (!mapped) {
                arena.close();
            }
        }
    }

    Path path() {
        return path;
    }

    /// All bytes, read-only.
    MemorySegment data() {
        return data;
    }

    /// Where memory that must live as long as the mapping can be taken from.
    Arena arena() {
        return arena;
    }

    /// Refuses a file that is no longer what was mapped: what would be read is no longer what was checked.
    ///
    /// A deleted file is no reason: the mapping keeps its bytes.
    ///
    /// @throws BadFileException if its size or its time of modification is another
    void requireUnchanged() throws BadFileException {
        BasicFileAttributes now;
        try {
            now = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (IOException _) {
            return;
        }
        if (now.size() < data.byteSize()) {
            throw new BadFileException(
                    path,
                    "was cut from " + data.byteSize() + " to " + now.size()
                            + " bytes while it was open: restore it, then open the model again.");
        }
        if (now.size() != data.byteSize() || !now.lastModifiedTime().equals(changed)) {
            throw new BadFileException(path, "was changed while it was open: open the model again.");
        }
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
