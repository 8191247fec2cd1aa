package org.crosslayer.app.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.crosslayer.engine.tensor.DoubleMatrix;

/// Writes matrices as NumPy's `.npz`: a ZIP of `.npy` files, version 1.0, float64, little endian.
final class NpzFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

    /// The header's end is aligned to this many bytes, as the format asks.
    private static final int ALIGNMENT = 64;

    private NpzFile() {}

    /// Writes each matrix under its name; `numpy.load(file)["name"]` has shape `[rows, columns]`.
    static void write(Map<String, DoubleMatrix> matrices, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        for (Map.Entry<String, DoubleMatrix> entry : matrices.entrySet()) {
            byte[] npy = npy(entry.getValue());
            ZipEntry file = new ZipEntry(entry.getKey() + ".npy");
            // Stored as NumPy does, and without the time of day: the same numbers are the same file.
            file.setMethod(ZipEntry.STORED);
            file.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
            file.setSize(npy.length);
            CRC32 crc = new CRC32();
            crc.update(npy);
            file.setCrc(crc.getValue());
            zip.putNextEntry(file);
            zip.write(npy);
            zip.closeEntry();
        }
        zip.finish();
    }

    private static byte[] npy(DoubleMatrix matrix) {
        String description = "{'descr': '<f8', 'fortran_order': False, 'shape': (" + matrix.rows() + ", "
                + matrix.columns() + "), }";
        int unpadded = MAGIC.length + Short.BYTES + description.length() + 1;
        int start = Math.ceilDiv(unpadded, ALIGNMENT) * ALIGNMENT;
        String header = description + " ".repeat(start - unpadded) + "\n";
        double[] values = matrix.toArray();
        ByteBuffer bytes = ByteBuffer.allocate(start + values.length * Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII));
        bytes.asDoubleBuffer().put(values);
        return bytes.array();
    }
}
