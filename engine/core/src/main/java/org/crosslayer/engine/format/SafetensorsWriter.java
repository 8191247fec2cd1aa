package org.crosslayer.engine.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.tensor.DType;

/// Writes the tensors of a [SafetensorsLayout] piece by piece, so that no tensor need be on the heap as a whole.
///
/// Each tensor is filled from its beginning; pieces of different tensors may come in any order. The target appears
/// with [#finish()]; closing before that leaves nothing behind.
public final class SafetensorsWriter implements AutoCloseable {
    /// Values are turned into bytes through a buffer of this size: large enough for fast writes, small beside any
    /// tensor.
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path target;
    private final AtomicFile file;
    private final Map<String, Cursor> cursors = new HashMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    /// How far a tensor is written; `at` and `end` are offsets in the file.
    private static final class Cursor {
        private final SafetensorsHeader.Entry entry;
        private final long end;
        private long at;

        private Cursor(SafetensorsHeader.Entry entry, long bufferStart) {
            this.entry = entry;
            this.at = bufferStart + entry.begin();
            this.end = bufferStart + entry.end();
        }
    }

    SafetensorsWriter(Path target, ByteBuffer header, List<SafetensorsHeader.Entry> entries) throws BadFileException {
        this.target = target;
        this.file = AtomicFile.beside(target);
        long bufferStart = header.remaining();
        entries.forEach(entry -> cursors.put(entry.name(), new Cursor(entry, bufferStart)));
        writeAt(header, 0);
    }

    /// Appends to an F32 tensor.
    ///
    /// @throws BadFileException         if the disk is full or gone
    /// @throws IllegalArgumentException if there is no such F32 tensor or it has no room for so many values
    public void write(String name, float... values) throws BadFileException {
        Cursor cursor = cursor(name, DType.F32, values.length);
        for (int done = 0; done < values.length; ) {
            int count = Math.min(values.length - done, BUFFER_BYTES / Float.BYTES);
            buffer.clear().asFloatBuffer().put(values, done, count);
            append(cursor, count * Float.BYTES);
            done += count;
        }
    }

    /// Appends to an F64 tensor; errors as for floats.
    public void write(String name, double... values) throws BadFileException {
        Cursor cursor = cursor(name, DType.F64, values.length);
        for (int done = 0; done < values.length; ) {
            int count = Math.min(values.length - done, BUFFER_BYTES / Double.BYTES);
            buffer.clear().asDoubleBuffer().put(values, done, count);
            append(cursor, count * Double.BYTES);
            done += count;
        }
    }

    /// Appends to an I64 tensor; errors as for floats.
    public void write(String name, long... values) throws BadFileException {
        Cursor cursor = cursor(name, DType.I64, values.length);
        for (int done = 0; done < values.length; ) {
            int count = Math.min(values.length - done, BUFFER_BYTES / Long.BYTES);
            buffer.clear().asLongBuffer().put(values, done, count);
            append(cursor, count * Long.BYTES);
            done += count;
        }
    }

    /// Puts the file in its place.
    ///
    /// @throws BadFileException      if it cannot be moved there
    /// @throws IllegalStateException if a tensor is not full
    public void finish() throws BadFileException {
        for (Cursor cursor : cursors.values()) {
            if (cursor.at != cursor.end) {
                throw new IllegalStateException(cursor.entry.name() + " " + cursor.entry.shape() + " lacks "
                        + (cursor.end - cursor.at) / cursor.entry.dtype().bytes() + " values");
            }
        }
        file.commit();
    }

    private Cursor cursor(String name, DType dtype, int count) {
        Cursor cursor = cursors.get(name);
        if (cursor == null || cursor.entry.dtype() != dtype) {
            throw new IllegalArgumentException("no " + dtype + " tensor named " + name + " was declared");
        }
        long room = (cursor.end - cursor.at) / dtype.bytes();
        if (count > room) {
            throw new IllegalArgumentException(
                    name + " " + cursor.entry.shape() + " has room for " + room + " more values, not " + count);
        }
        return cursor;
    }

    private void append(Cursor cursor, int bytes) throws BadFileException {
        writeAt(buffer.position(0).limit(bytes), cursor.at);
        cursor.at += bytes;
    }

    private void writeAt(ByteBuffer bytes, long position) throws BadFileException {
        FileChannel channel = file.channel();
        try {
            for (long at = position; bytes.hasRemaining(); ) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(target, e);
        }
    }

    @Override
    public void close() throws BadFileException {
        file.close();
    }
}
