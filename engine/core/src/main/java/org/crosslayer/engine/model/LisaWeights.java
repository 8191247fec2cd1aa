package org.crosslayer.engine.model;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.HeadNet;
import org.crosslayer.engine.backend.Weight;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.tensor.DType;
import org.crosslayer.engine.tensor.FloatMatrix;

/// An adapter where the backend reads it.
///
/// @param net   over the heads
/// @param query `[nHeads × rank, dModel]`
/// @param key   `[nKvHeads × rank, dModel]`
public record LisaWeights(HeadNet net, Weight query, Weight key) {
    private static final long ALIGNMENT = 64;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// Copies an adapter to where the backend reads it.
    public static LisaWeights of(LisaAdapter adapter, Backend backend) {
        FloatMatrix skip = adapter.skip();
        HeadNet net = new HeadNet(
                matrix(backend, "align.w1", adapter.w1()),
                vector(backend, "align.b1", adapter.b1()),
                matrix(backend, "align.w2", adapter.w2()),
                vector(backend, "align.b2", adapter.b2()),
                skip == null ? null : matrix(backend, "align.skip", skip),
                adapter.options().activation());
        return new LisaWeights(
                net, matrix(backend, "query.weight", adapter.query()), matrix(backend, "key.weight", adapter.key()));
    }

    /// Bytes that [#of] takes on the device.
    ///
    /// @param together single rows take queries and keys in one go: those weights are brought by [#together] too,
    ///     where an adapter corrects scores
    static long bytes(LisaAdapter adapter, Backend backend, boolean together) {
        LisaOptions options = adapter.options();
        int inner = options.hidden();
        int nHeads = adapter.w2().rows();
        int columns = adapter.query().columns();
        int queries = adapter.query().rows();
        int keys = adapter.key().rows();
        long bytes = backend.weightBytes(inner, adapter.w1().columns())
                + backend.weightBytes(1, inner)
                + backend.weightBytes(nHeads, inner)
                + backend.weightBytes(1, nHeads)
                + (options.skip() ? backend.weightBytes(nHeads, nHeads) : 0)
                + backend.weightBytes(queries, columns)
                + backend.weightBytes(keys, columns);
        boolean twice = together && options.carrier() == LisaOptions.Carrier.SCORES;
        return bytes + (twice ? backend.weightBytes(queries + keys, columns) : 0);
    }

    /// The queries' weights and behind them the keys', `[(nHeads + nKvHeads) × rank, dModel]`, for rows that take both
    /// in one go.
    static Weight together(LisaAdapter adapter, Backend backend) {
        float[] queries = adapter.query().toArray();
        float[] keys = adapter.key().toArray();
        float[] both = Arrays.copyOf(queries, queries.length + keys.length);
        System.arraycopy(keys, 0, both, queries.length, keys.length);
        int columns = adapter.query().columns();
        return matrix(backend, "query and key", FloatMatrix.copyOf(both.length / columns, columns, both));
    }

    private static Weight matrix(Backend backend, String name, FloatMatrix values) {
        return weight(backend, name, List.of((long) values.rows(), (long) values.columns()), values);
    }

    private static Weight vector(Backend backend, String name, FloatMatrix values) {
        return weight(backend, name, List.of((long) values.columns()), values);
    }

    /// Off the heap, as weights from a file are; freed with the last reference to it.
    private static Weight weight(Backend backend, String name, List<Long> shape, FloatMatrix matrix) {
        float[] values = matrix.toArray();
        long bytes = (long) values.length * Float.BYTES;
        MemorySegment data =
                Arena.ofAuto().allocate(Math.max(1, bytes), ALIGNMENT).asSlice(0, bytes);
        MemorySegment.copy(values, 0, data, FLOAT, 0, values.length);
        return backend.weight(new MappedTensor(name, DType.F32, shape, data));
    }
}
