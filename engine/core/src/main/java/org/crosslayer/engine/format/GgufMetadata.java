package org.crosslayer.engine.format;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.crosslayer.engine.error.BadFileException;
import org.jspecify.annotations.Nullable;

/// The keys of a GGUF file with typed accessors that say which key of which file is wrong.
///
/// Whole numbers are taken in any of the format's eight types, as its description asks of readers. Arrays are copied
/// out of the mapped file at each call, so only as long as the file is open.
public final class GgufMetadata {
    /// Some fifty times the largest vocabulary; larger arrays are refused before memory is asked for.
    private static final long LONGEST_ARRAY = 1L << 24;
    /// Elements of an array that are shown to people.
    private static final int SHOWN = 4;

    private final Path path;
    private final MemorySegment file;
    private final ByteOrder order;
    private final Map<String, GgufValue> values;

    GgufMetadata(Path path, MemorySegment file, ByteOrder order, Map<String, GgufValue> values) {
        this.path = path;
        this.file = file;
        this.order = order;
        this.values = Collections.unmodifiableMap(values);
    }

    /// The file that these keys are in.
    public Path path() {
        return path;
    }

    /// The keys in file order.
    public Set<String> keys() {
        return values.keySet();
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    @Nullable
    GgufValue value(String key) {
        return values.get(key);
    }

    /// The text under `key`, malformed UTF-8 replaced.
    public String text(String key) throws BadFileException {
        if (required(key) instanceof GgufValue.Text(String value)) {
            return value;
        }
        throw wrong(key, "a string");
    }

    /// The text under `key`, or `fallback`.
    public String textOr(String key, String fallback) throws BadFileException {
        return has(key) ? text(key) : fallback;
    }

    /// The whole number under `key`, in `[0, 2³¹ − 1]`.
    public int count(String key) throws BadFileException {
        if (required(key) instanceof GgufValue.Whole whole && whole.fits(0)) {
            return (int) whole.value();
        }
        throw wrong(key, "a whole number from 0");
    }

    /// As [#count(String)], or `fallback`.
    public int countOr(String key, int fallback) throws BadFileException {
        return has(key) ? count(key) : fallback;
    }

    /// The whole number under `key`, in `[1, 2³¹ − 1]`.
    public int positiveInt(String key) throws BadFileException {
        if (required(key) instanceof GgufValue.Whole whole && whole.fits(1)) {
            return (int) whole.value();
        }
        throw wrong(key, "a positive whole number");
    }

    /// As [#positiveInt(String)], or `fallback`.
    public int positiveIntOr(String key, int fallback) throws BadFileException {
        return has(key) ? positiveInt(key) : fallback;
    }

    /// The finite number under `key`, real or whole.
    public double number(String key) throws BadFileException {
        return switch (required(key)) {
            case GgufValue.Real real when Double.isFinite(real.value()) -> real.value();
            case GgufValue.Whole whole when whole.type() != GgufType.UINT64 || whole.value() >= 0 -> whole.value();
            default -> throw wrong(key, "a finite number");
        };
    }

    /// As [#number(String)], or `fallback`.
    public double numberOr(String key, double fallback) throws BadFileException {
        return has(key) ? number(key) : fallback;
    }

    /// The positive number under `key`.
    public double positiveNumber(String key) throws BadFileException {
        double value = number(key);
        if (!(value > 0)) {
            throw wrong(key, "a positive number");
        }
        return value;
    }

    /// As [#positiveNumber(String)], or `fallback`.
    public double positiveNumberOr(String key, double fallback) throws BadFileException {
        return has(key) ? positiveNumber(key) : fallback;
    }

    /// The truth value under `key`, or `fallback`.
    public boolean flagOr(String key, boolean fallback) throws BadFileException {
        if (!has(key)) {
            return fallback;
        }
        if (required(key) instanceof GgufValue.Flag(boolean value)) {
            return value;
        }
        throw wrong(key, "true or false");
    }

    /// Whether the value under `key` is an array.
    public boolean isArray(String key) {
        return values.get(key) instanceof GgufValue.Sequence;
    }

    /// The strings of the array under `key`, malformed UTF-8 replaced.
    public List<String> texts(String key) throws BadFileException {
        GgufValue.Sequence array = array(key);
        if (array.of() != GgufType.STRING) {
            throw wrong(key, "an array of strings");
        }
        GgufCursor cursor = cursor(key, array);
        List<String> texts = new ArrayList<>((int) array.count());
        for (int i = 0; i < array.count(); i++) {
            texts.add(new String(cursor.string(GgufCursor.LONGEST_STRING), StandardCharsets.UTF_8));
        }
        return Collections.unmodifiableList(texts);
    }

    /// The numbers of the array under `key`, real or whole.
    public float[] floats(String key) throws BadFileException {
        GgufValue.Sequence array = array(key);
        if (!array.of().isReal() && !array.of().isWhole()) {
            throw wrong(key, "an array of numbers");
        }
        GgufCursor cursor = cursor(key, array);
        float[] numbers = new float[(int) array.count()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (cursor.scalar(array.of())) {
                case GgufValue.Real real -> (float) real.value();
                case GgufValue.Whole whole -> whole.value();
                default -> throw wrong(key, "an array of numbers");
            };
        }
        return numbers;
    }

    /// The whole numbers of the array under `key`, each in the range of an `int`.
    public int[] ints(String key) throws BadFileException {
        GgufValue.Sequence array = array(key);
        if (!array.of().isWhole()) {
            throw wrong(key, "an array of whole numbers");
        }
        GgufCursor cursor = cursor(key, array);
        int[] numbers = new int[(int) array.count()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(cursor.scalar(array.of()) instanceof GgufValue.Whole whole) || !whole.fits(Integer.MIN_VALUE)) {
                throw wrong(key, "an array of whole numbers below 2³¹");
            }
            numbers[i] = (int) whole.value();
        }
        return numbers;
    }

    /// The truth values of the array under `key`.
    public List<Boolean> flags(String key) throws BadFileException {
        GgufValue.Sequence array = array(key);
        GgufCursor cursor = cursor(key, array);
        List<Boolean> flags = new ArrayList<>();
        for (int i = 0; i < array.count(); i++) {
            if (array.of() != GgufType.BOOL || !(cursor.scalar(array.of()) instanceof GgufValue.Flag(boolean value))) {
                throw wrong(key, "an array of truth values");
            }
            flags.add(value);
        }
        return List.copyOf(flags);
    }

    /// The value for people: a scalar in full, of an array its length and first elements.
    ///
    /// @throws IllegalArgumentException if there is no such key
    public String display(String key) {
        GgufValue value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no key " + key);
        }
        if (!(value instanceof GgufValue.Sequence array)) {
            return value.toString();
        }
        if (array.of() == GgufType.ARRAY) {
            return array.toString();
        }
        List<String> first = new ArrayList<>();
        try {
            GgufCursor cursor = cursor(key, array);
            for (int i = 0; i < Math.min(SHOWN, array.count()); i++) {
                GgufValue element = cursor.scalar(array.of());
                first.add(element instanceof GgufValue.Text(String text) ? Phrases.quoted(text) : element.toString());
            }
        } catch (BadFileException e) {
            throw new IllegalStateException("an array that was walked over at opening", e);
        }
        return array + (first.isEmpty() ? "" : ": " + String.join(", ", first)) + (array.count() > SHOWN ? ", …" : "");
    }

    /// Every key with its value as [#display] shows it; unmodifiable.
    Map<String, String> displayed() {
        Map<String, String> texts = new LinkedHashMap<>();
        values.keySet().forEach(key -> texts.put(key, display(key)));
        return Collections.unmodifiableMap(texts);
    }

    /// The error for a key whose value is not what it must be.
    public BadFileException wrong(String key, String expected) {
        return new BadFileException(
                path,
                "the key " + Phrases.quoted(key) + " must be " + expected + " but is "
                        + (has(key) ? Phrases.shortened(display(key)).replaceAll("\\p{Cntrl}", "�") : "missing")
                        + ".");
    }

    private GgufValue required(String key) throws BadFileException {
        GgufValue value = values.get(key);
        if (value == null) {
            throw new BadFileException(
                    path,
                    "lacks the key " + Phrases.quoted(key) + "; it may be of another kind, or cut out of another.");
        }
        return value;
    }

    private GgufValue.Sequence array(String key) throws BadFileException {
        if (!(required(key) instanceof GgufValue.Sequence array)) {
            throw wrong(key, "an array");
        }
        if (array.count() > LONGEST_ARRAY) {
            throw wrong(key, "an array of at most " + LONGEST_ARRAY + " elements");
        }
        return array;
    }

    private GgufCursor cursor(String key, GgufValue.Sequence array) {
        GgufCursor cursor = new GgufCursor(path, file, order, array.at());
        cursor.subject("the key " + Phrases.quoted(key));
        return cursor;
    }
}
