package org.crosslayer.engine.format;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.crosslayer.engine.error.BadFileException;

/// A file that appears whole or not at all: written under another name beside its target, then moved over it.
///
/// A reader, a crash or a full disk never sees half a file. Closing without [#commit()] leaves the target as it was.
public final class AtomicFile implements AutoCloseable {
    /// What goes into a file.
    @FunctionalInterface
    public interface Content {
        /// Writes everything; the stream is buffered and closed by the caller.
        void writeTo(OutputStream out) throws IOException;
    }

    private final Path asked;
    private final Path target;
    private final Path temporary;
    private final FileChannel channel;

    private AtomicFile(Path asked, Path target, Path temporary, FileChannel channel) {
        this.asked = asked;
        this.target = target;
        this.temporary = temporary;
        this.channel = channel;
    }

    /// Writes `content` to `target`, replacing what was there.
    ///
    /// A target that is no ordinary file, such as `/dev/stdout` or a pipe, is written to directly.
    ///
    /// @throws BadFileException if the folder is missing or not writable, or the disk is full
    public static void write(Path target, Content content) throws BadFileException {
        if (isSpecial(target)) {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
                content.writeTo(out);
            } catch (IOException e) {
                throw cannotWrite(target, e);
            }
            return;
        }
        try (AtomicFile file = beside(target)) {
            try {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file.channel), 1 << 16);
                content.writeTo(out);
                out.flush();
            } catch (IOException e) {
                throw cannotWrite(target, e);
            }
            file.commit();
        }
    }

    /// Opens an empty file beside `target`, to be filled through [#channel()].
    ///
    /// @throws BadFileException if the target is a folder or a device, or its folder is missing or not writable
    public static AtomicFile beside(Path target) throws BadFileException {
        if (Files.isDirectory(target)) {
            throw new BadFileException(target, "is a folder: give the name of a file to write.");
        }
        if (isSpecial(target)) {
            throw new BadFileException(
                    target, "is no ordinary file and cannot be written in pieces: give a file name.");
        }
        try {
            // A link stays a link: the file it points to is replaced.
            Path real = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
            if (!Files.isDirectory(folderOf(real))) {
                throw new BadFileException(target, "cannot be written, its folder does not exist: create it first.");
            }
            Path temporary = real.resolveSibling(".crosslayer-" + UUID.randomUUID() + ".part");
            FileChannel channel = FileChannel.open(
                    temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);
            return new AtomicFile(target, real, temporary, channel);
        } catch (IOException e) {
            throw cannotWrite(target, e);
        }
    }

    /// Where to write; positions are free.
    public FileChannel channel() {
        return channel;
    }

    /// Makes what was written the content of the target.
    ///
    /// @throws BadFileException if it cannot be moved; the target is then as it was
    public void commit() throws BadFileException {
        try {
            channel.force(true);
            channel.close();
            move();
        } catch (IOException e) {
            throw cannotWrite(asked, e);
        }
    }

    private void move() throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// Removes the temporary file unless it was committed.
    @Override
    public void close() throws BadFileException {
        try {
            channel.close();
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw new BadFileException(temporary, "cannot be removed (" + Phrases.reason(e) + "): delete it.", e);
        }
    }

    /// The sentence for a write that failed.
    static BadFileException cannotWrite(Path target, IOException e) {
        return new BadFileException(
                target, "cannot be written (" + Phrases.reason(e) + "): choose another place, or make room there.", e);
    }

    private static Path folderOf(Path absolute) {
        Path parent = absolute.getParent();
        return parent == null ? absolute : parent;
    }

    private static boolean isSpecial(Path target) {
        return Files.exists(target) && !Files.isRegularFile(target) && !Files.isDirectory(target);
    }
}
