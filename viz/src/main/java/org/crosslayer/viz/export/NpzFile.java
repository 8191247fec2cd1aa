package org.crosslayer.viz.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// NumPy's `.npz`: a ZIP of `.npy` files, little endian, stored as NumPy does and without the time of day, so that the
/// same numbers are the same file.
public final class NpzFile {
    private static final String SUFFIX = ".npy";
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    /// More than any figure has; a file that claims more is refused before memory is taken.
    private static final long LARGEST_ENTRY = 1L << 30;

    private NpzFile() {}

    /// Writes each array under its name; `numpy.load(file)["name"]` gives it back.
    public static void write(Map<String, NpzArray> arrays, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        for (Map.Entry<String, NpzArray> entry : arrays.entrySet()) {
            byte[] npy = NpyCodec.encode(entry.getValue());
            ZipEntry file = new ZipEntry(entry.getKey() + SUFFIX);
            file.setMethod(ZipEntry.STORED);
            file.setTimeLocal(NO_TIME);
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

    /// Reads what [#write] or NumPy has written, float64 and Unicode arrays in C order.
    ///
    /// @throws IOException if it is no such file; the message is a sentence
    public static Map<String, NpzArray> read(Path file) throws IOException {
        Map<String, NpzArray> arrays = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (!entry.getName().endsWith(SUFFIX)) {
                    throw new IOException(
                            file + " holds " + entry.getName() + ", which is no array: it is no .npz file.");
                }
                if (entry.getSize() > LARGEST_ENTRY) {
                    throw new IOException(file + ": the array " + entry.getName() + " claims " + entry.getSize()
                            + " bytes, more than any figure has.");
                }
                String name = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
                byte[] npy = zip.getInputStream(entry).readNBytes((int) LARGEST_ENTRY);
                arrays.put(name, NpyCodec.decode(npy, file + ", array " + name));
            }
        } catch (ZipException fault) {
            throw new IOException(
                    file + " is no .npz file (" + fault.getMessage() + "): name one that a figure came with", fault);
        }
        return arrays;
    }
}
