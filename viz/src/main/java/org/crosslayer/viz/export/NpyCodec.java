package org.crosslayer.viz.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// NumPy's `.npy` format, version 1.0: magic, a header that is a Python dictionary, raw elements.
final class NpyCodec {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

    /// The header's end is aligned to this many bytes, as the format asks.
    private static final int ALIGNMENT = 64;

    private static final Pattern HEADER = Pattern.compile(
            "\\{'descr': '(<f8|<U([0-9]{1,6}))', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\), }\\s*");

    private NpyCodec() {}

    static byte[] encode(NpzArray array) {
        int longest = Math.max(
                1,
                array.words().stream()
                        .mapToInt(word -> word.codePointCount(0, word.length()))
                        .max()
                        .orElse(0));
        String type = array.isTextual() ? "<U" + longest : "<f8";
        String shape = array.shape().stream().map(String::valueOf).collect(Collectors.joining(", "));
        String comma = array.shape().size() == 1 ? "," : "";
        String description = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + comma + "), }";
        int unpadded = MAGIC.length + Short.BYTES + description.length() + 1;
        int start = Math.ceilDiv(unpadded, ALIGNMENT) * ALIGNMENT;
        String header = description + " ".repeat(start - unpadded) + "\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(MAGIC);
        out.write(header.length());
        out.write(header.length() >> Byte.SIZE);
        out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(array.isTextual() ? words(array.words(), longest) : numbers(array.numbers()));
        return out.toByteArray();
    }

    /// @param where begins complaints
    static NpzArray decode(byte[] npy, String where) throws IOException {
        int prefix = MAGIC.length + Short.BYTES;
        if (npy.length < prefix || !Arrays.equals(npy, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException(where + ": it does not begin like an array of NumPy (version 1.0).");
        }
        int headerLength = Short.toUnsignedInt(ByteBuffer.wrap(npy, MAGIC.length, Short.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getShort());
        int start = prefix + headerLength;
        Matcher header = HEADER.matcher(
                start > npy.length ? "" : new String(npy, prefix, headerLength, StandardCharsets.US_ASCII));
        if (!header.matches()) {
            throw new IOException(where + ": its header names no float64 or Unicode array in C order.");
        }
        List<Integer> shape = new ArrayList<>();
        long size = 1;
        for (String part : header.group(3).split(",", -1)) {
            if (!part.isBlank()) {
                shape.add(Integer.parseInt(part.strip()));
                size = Math.multiplyExact(size, shape.getLast());
            }
        }
        int longest = header.group(2) == null ? 0 : Integer.parseInt(header.group(2));
        long bytes = header.group(2) == null ? size * Double.BYTES : size * longest * Integer.BYTES;
        if (bytes != npy.length - start) {
            throw new IOException(where + ": it should have " + bytes + " bytes of elements and has "
                    + (npy.length - start) + "; the file is damaged.");
        }
        ByteBuffer elements = ByteBuffer.wrap(npy, start, (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (header.group(2) != null) {
            return NpzArray.of(readWords(elements, (int) size, longest));
        }
        double[] numbers = new double[(int) size];
        elements.asDoubleBuffer().get(numbers);
        return NpzArray.of(numbers, shape.toArray(Integer[]::new));
    }

    private static byte[] numbers(double[] values) {
        byte[] bytes = new byte[values.length * Double.BYTES];
        little(bytes).asDoubleBuffer().put(values);
        return bytes;
    }

    private static byte[] words(List<String> words, int longest) {
        byte[] elements = new byte[words.size() * longest * Integer.BYTES];
        ByteBuffer bytes = little(elements);
        for (int index = 0; index < words.size(); index++) {
            bytes.position(index * longest * Integer.BYTES);
            words.get(index).codePoints().forEach(bytes::putInt);
        }
        return elements;
    }

    private static List<String> readWords(ByteBuffer bytes, int count, int longest) throws IOException {
        List<String> words = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            StringBuilder word = new StringBuilder();
            for (int place = 0; place < longest; place++) {
                int point = bytes.getInt();
                if (point != 0) {
                    if (!Character.isValidCodePoint(point)) {
                        throw new IOException(
                                "The word " + index + " of an array holds no character: the file is damaged.");
                    }
                    word.appendCodePoint(point);
                }
            }
            words.add(word.toString());
        }
        return words;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
