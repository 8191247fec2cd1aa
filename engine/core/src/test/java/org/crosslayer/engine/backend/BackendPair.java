package org.crosslayer.engine.backend;

import java.util.function.BiFunction;
import org.crosslayer.engine.tensor.DType;

/// The device under test beside the reference, which does in steps what that one does in one go.
final class BackendPair implements AutoCloseable {
    /// Factors of seven bits of mantissa, where a device rounds them; otherwise float32. It bounds the largest error of
    /// all values of a case: 0.0204 was seen once, in a corrected score among 1.6 million values (H100, H200).
    private static final double ROUNDED = 0.025;

    private static final double EXACT = 2e-5;

    private final Backend fast;
    private final Backend reference = new ReferenceBackend();

    /// @param fast is closed with the pair
    BackendPair(Backend fast) {
        this.fast = fast;
    }

    Backend fast() {
        return fast;
    }

    /// Runs both, and compares what they give, value by value.
    void assertParity(BiFunction<Backend, Workspace, float[]> run) {
        float[] expected = run(reference, run);
        float[] actual = run(fast, run);
        double tolerance = fast.name().equals("cpu") || fast.name().equals("cuda") ? EXACT : ROUNDED;
        for (int i = 0; i < expected.length; i++) {
            double allowed = tolerance * Math.max(1, Math.abs(expected[i]));
            if (!(Math.abs(actual[i] - expected[i]) <= allowed)) {
                throw new AssertionError("value %d is %s and not %s".formatted(i, actual[i], expected[i]));
            }
        }
    }

    static float[] run(Backend backend, BiFunction<Backend, Workspace, float[]> run) {
        try (Workspace memory = backend.workspace()) {
            return run.apply(backend, memory);
        }
    }

    static Tensor cache(Backend backend, Workspace memory, int rows, int columns, long seed) {
        Tensor cache = memory.allocateCache(rows, columns);
        backend.write(Values.normal(seed, rows * columns, 1), cache);
        return cache;
    }

    static Weight matrix(Backend backend, long seed, int rows, int columns) {
        float[] values = Values.normal(seed, rows * columns, 1 / Math.sqrt(columns));
        return backend.weight(Values.matrix(DType.BF16, rows, columns, values));
    }

    static float[] concat(float[]... parts) {
        int length = 0;
        for (float[] part : parts) {
            length += part.length;
        }
        float[] all = new float[length];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    @Override
    public void close() {
        fast.close();
        reference.close();
    }
}
