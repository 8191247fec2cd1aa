package org.crosslayer.engine.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;

/// SHA-256 of a model's files. A cancelled run can be taken up where it stopped, so that more urgent work may
/// interrupt
/// the minute that 16 GB take.
public final class FileHashing {
    private static final int BUFFER_BYTES = 4 << 20;

    /// The hash of one file.
    ///
    /// @param name   without its folder
    /// @param bytes  how large it is
    /// @param sha256 in hexadecimal
    public record FileHash(String name, long bytes, String sha256) {}

    private final List<Path> files;
    private final long totalBytes;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final List<FileHash> done = new ArrayList<>();
    private MessageDigest digest = sha256();
    private long position;
    private long doneBytes;

    private FileHashing(List<Path> files, long totalBytes) {
        this.files = List.copyOf(files);
        this.totalBytes = totalBytes;
    }

    /// Prepares to hash a file, or every file of a folder but not of folders in it.
    ///
    /// @throws BadFileException if there is no such file or folder, or it cannot be listed
    public static FileHashing of(Path model) throws BadFileException {
        try {
            List<Path> files = new ArrayList<>();
            if (Files.isDirectory(model)) {
                try (Stream<Path> inside = Files.list(model)) {
                    inside.filter(Files::isRegularFile).sorted().forEach(files::add);
                }
            } else {
                files.add(model);
            }
            long bytes = 0;
            for (Path file : files) {
                bytes += Files.size(file);
            }
            return new FileHashing(files, bytes);
        } catch (IOException e) {
            throw new BadFileException(model, "cannot be read (" + Phrases.reason(e) + ").", e);
        }
    }

    /// Hashes what is not hashed yet.
    ///
    /// @return one entry a file, in order of names
    /// @throws BadFileException if a file cannot be read
    public List<FileHash> run(Progress progress, Cancellation cancellation) throws BadFileException {
        while (done.size() < files.size()) {
            Path file = files.get(done.size());
            hash(file, progress, cancellation);
            done.add(new FileHash(
                    String.valueOf(file.getFileName()), position, HexFormat.of().formatHex(digest.digest())));
            doneBytes += position;
            position = 0;
            digest = sha256();
        }
        progress.report("Hashing", 1);
        return List.copyOf(done);
    }

    private void hash(Path file, Progress progress, Cancellation cancellation) throws BadFileException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (true) {
                cancellation.check();
                int read = channel.read(buffer.clear(), position);
                if (read < 0) {
                    return;
                }
                digest.update(buffer.flip());
                position += read;
                progress.report(
                        "Hashing " + file.getFileName(),
                        Math.min(1, (doneBytes + position) / (double) Math.max(1, totalBytes)));
            }
        } catch (IOException e) {
            throw new BadFileException(file, "cannot be read (" + Phrases.reason(e) + ").", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
