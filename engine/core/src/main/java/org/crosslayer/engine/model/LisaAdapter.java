package org.crosslayer.engine.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.crosslayer.engine.tensor.FloatMatrix;
import org.jspecify.annotations.Nullable;

/// The fitted parts of one LiSA layer; immutable, and equal to another with the same options and values.
///
/// `Z_l = W2 act(W1 z + b1) + b2 + M z + rope(x Wq) rope(x Wk)^T / sqrt(rank)`, with `z` the heads of one (row, key)
/// pair of the source and `x` the layer's normed input. Equality compares a hash of the contents, so that plans can be
/// compared on every switch.
public final class LisaAdapter {
    private final LisaOptions options;
    private final FloatMatrix w1;
    private final FloatMatrix b1;
    private final FloatMatrix w2;
    private final FloatMatrix b2;
    private final @Nullable FloatMatrix skip;
    private final FloatMatrix query;
    private final FloatMatrix key;
    private final @Nullable FloatMatrix frequencies;
    private final String id;

    /// An adapter of these parts.
    ///
    /// @param w1    `[hidden, inputs]`
    /// @param b1    `[1, hidden]`
    /// @param w2    `[nHeads, hidden]`
    /// @param b2    `[1, nHeads]`
    /// @param skip  `M [nHeads, nHeads]`; null exactly if the options have no skip matrix
    /// @param query `Wq [nHeads × rank, dModel]`, head after head
    /// @param key   `Wk [nKvHeads × rank, dModel]`
    /// @throws IllegalArgumentException if a shape does not follow from the options, or a value is not finite
    public LisaAdapter(
            LisaOptions options,
            FloatMatrix w1,
            FloatMatrix b1,
            FloatMatrix w2,
            FloatMatrix b2,
            @Nullable FloatMatrix skip,
            FloatMatrix query,
            FloatMatrix key) {
        this(options, w1, b1, w2, b2, skip, query, key, null);
    }

    /// An adapter whose low-rank heads are turned by frequencies of their own.
    ///
    /// @param frequencies `[nKvHeads, rank / 2]` in radians a position, for each key head and the query heads that
    ///     read it; pairs are then neighbours, channels `2i` and `2i + 1` of a head. Null for the model's
    ///     table at this rank and the model's pairing
    /// @throws IllegalArgumentException as the other constructor, and if there are frequencies without rope
    public LisaAdapter(
            LisaOptions options,
            FloatMatrix w1,
            FloatMatrix b1,
            FloatMatrix w2,
            FloatMatrix b2,
            @Nullable FloatMatrix skip,
            FloatMatrix query,
            FloatMatrix key,
            @Nullable FloatMatrix frequencies) {
        this.options = options;
        this.w1 = w1;
        this.b1 = b1;
        this.w2 = w2;
        this.b2 = b2;
        this.skip = skip;
        this.query = query;
        this.key = key;
        this.frequencies = frequencies;
        int nHeads = w2.rows();
        require("w1", w1, options.hidden(), options.inputs(nHeads));
        require("b1", b1, 1, options.hidden());
        require("w2", w2, nHeads, options.hidden());
        require("b2", b2, 1, nHeads);
        if (options.skip() != (skip != null)) {
            throw new IllegalArgumentException("the options say skip = " + options.skip() + ", the values do not");
        }
        if (skip != null) {
            require("skip", skip, nHeads, nHeads);
        }
        require("query", query, nHeads * options.rank(), query.columns());
        int nKvHeads = options.rank() == 0 ? 1 : key.rows() / options.rank();
        require("key", key, nKvHeads * options.rank(), query.columns());
        if (nKvHeads < 1 || nHeads % nKvHeads != 0) {
            throw new IllegalArgumentException(nHeads + " query heads cannot share " + nKvHeads + " key heads");
        }
        if (frequencies != null) {
            if (!options.rope() || options.rank() == 0) {
                throw new IllegalArgumentException("frequencies for heads that are not turned");
            }
            require("frequencies", frequencies, nKvHeads, options.rank() / 2);
        }
        id = hash();
    }

    /// The alignment that changes nothing, and no difference: a plain copy of the source, head by head.
    public static LisaAdapter identity(ModelConfig config, LisaOptions options) {
        int[] heads = new int[config.nHeads()];
        Arrays.setAll(heads, head -> head);
        return matched(config, options, Arrays.stream(heads).boxed().toList());
    }

    /// An aligned copy: the skip matrix takes each head from its matched one, everything else is 0.
    ///
    /// @param headMap for each head of the layer the head of the source that serves it
    /// @throws IllegalArgumentException if the options have no skip matrix
    public static LisaAdapter matched(ModelConfig config, LisaOptions options, List<Integer> headMap) {
        return start(config, options, headMap, null);
    }

    /// Where fitting starts: an aligned copy whose inner net and low-rank queries are random while what they feed,
    /// `W2` and `Wk`, is 0; so nothing is added yet, but everything gets a gradient within two steps.
    ///
    /// @param headMap as in [#matched]
    public static LisaAdapter start(ModelConfig config, LisaOptions options, List<Integer> headMap, long seed) {
        return start(config, options, headMap, new Random(seed));
    }

    /// All parts random and not small: for tests and timing. Inner weights have the deviation `1/sqrt(inputs)`.
    public static LisaAdapter random(ModelConfig config, LisaOptions options, long seed) {
        Random random = new Random(seed);
        int nHeads = config.nHeads();
        int inputs = options.inputs(nHeads);
        return new LisaAdapter(
                options,
                normal(random, options.hidden(), inputs, 1 / Math.sqrt(inputs)),
                normal(random, 1, options.hidden(), 0.1),
                normal(random, nHeads, options.hidden(), 1 / Math.sqrt(Math.max(1, options.hidden()))),
                normal(random, 1, nHeads, 0.1),
                options.skip() ? normal(random, nHeads, nHeads, 1 / Math.sqrt(nHeads)) : null,
                normal(random, nHeads * options.rank(), config.dModel(), 1 / Math.sqrt(config.dModel())),
                normal(random, config.nKvHeads() * options.rank(), config.dModel(), 1 / Math.sqrt(config.dModel())));
    }

    private static LisaAdapter start(
            ModelConfig config, LisaOptions options, List<Integer> headMap, @Nullable Random random) {
        int nHeads = config.nHeads();
        if (!options.skip() || headMap.size() != nHeads) {
            throw new IllegalArgumentException("a map of " + headMap.size() + " heads needs a skip matrix of as many,"
                    + " the model has " + nHeads + " and skip = " + options.skip());
        }
        float[] matched = new float[nHeads * nHeads];
        for (int head = 0; head < nHeads; head++) {
            matched[head * nHeads + headMap.get(head)] = 1;
        }
        int inputs = options.inputs(nHeads);
        int queries = nHeads * options.rank();
        return new LisaAdapter(
                options,
                random == null
                        ? zero(options.hidden(), inputs)
                        : normal(random, options.hidden(), inputs, 1 / Math.sqrt(inputs)),
                zero(1, options.hidden()),
                zero(nHeads, options.hidden()),
                zero(1, nHeads),
                FloatMatrix.copyOf(nHeads, nHeads, matched),
                random == null ? zero(queries, config.dModel()) : normal(random, queries, config.dModel(), 0.02),
                zero(config.nKvHeads() * options.rank(), config.dModel()));
    }

    public LisaOptions options() {
        return options;
    }

    /// `W1 [hidden, inputs]`; the first `nHeads` inputs are the source's scores.
    public FloatMatrix w1() {
        return w1;
    }

    /// `[1, hidden]`.
    public FloatMatrix b1() {
        return b1;
    }

    /// `W2 [nHeads, hidden]`.
    public FloatMatrix w2() {
        return w2;
    }

    /// `[1, nHeads]`.
    public FloatMatrix b2() {
        return b2;
    }

    /// `M [nHeads, nHeads]`, row for a head of this layer; null without a skip matrix.
    public @Nullable FloatMatrix skip() {
        return skip;
    }

    /// `Wq [nHeads × rank, dModel]`.
    public FloatMatrix query() {
        return query;
    }

    /// `Wk [nKvHeads × rank, dModel]`.
    public FloatMatrix key() {
        return key;
    }

    /// `[nKvHeads, rank / 2]`, radians a position; null if the low-rank heads are turned by the model's table.
    public @Nullable FloatMatrix frequencies() {
        return frequencies;
    }

    /// SHA-256 of options and values, in hexadecimal.
    public String id() {
        return id;
    }

    /// How many values the adapter has.
    public long parameters() {
        long sum = (skip == null ? 0 : size(skip)) + (frequencies == null ? 0 : size(frequencies));
        for (FloatMatrix part : List.of(w1, b1, w2, b2, query, key)) {
            sum += size(part);
        }
        return sum;
    }

    /// Refuses an adapter made for a model of other sizes.
    ///
    /// @throws IllegalArgumentException with both sizes
    public void requireFits(ModelConfig config) {
        require("w2", w2, config.nHeads(), options.hidden());
        require("query", query, config.nHeads() * options.rank(), config.dModel());
        require("key", key, config.nKvHeads() * options.rank(), config.dModel());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LisaAdapter that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "LisaAdapter[" + options + ", " + id.substring(0, 8) + "]";
    }

    private String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(options.toString().getBytes(StandardCharsets.UTF_8));
            for (FloatMatrix part : List.of(w1, b1, w2, b2, query, key)) {
                update(digest, part);
            }
            if (skip != null) {
                update(digest, skip);
            }
            if (frequencies != null) {
                digest.update("frequencies".getBytes(StandardCharsets.UTF_8));
                update(digest, frequencies);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, FloatMatrix part) {
        float[] values = part.toArray();
        ByteBuffer bytes = ByteBuffer.allocate(8 + values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(part.rows()).putInt(part.columns()).asFloatBuffer().put(values);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("an adapter cannot hold the value " + value);
            }
        }
        digest.update(bytes.array());
    }

    private static void require(String part, FloatMatrix matrix, int rows, int columns) {
        if (matrix.rows() != rows || matrix.columns() != columns) {
            throw new IllegalArgumentException("the part " + part + " is [" + matrix.rows() + ", " + matrix.columns()
                    + "] but must be [" + rows + ", " + columns + "]");
        }
    }

    private static long size(FloatMatrix part) {
        return (long) part.rows() * part.columns();
    }

    private static FloatMatrix zero(int rows, int columns) {
        return FloatMatrix.copyOf(rows, columns, new float[rows * columns]);
    }

    private static FloatMatrix normal(Random random, int rows, int columns, double deviation) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return FloatMatrix.copyOf(rows, columns, values);
    }
}
