package org.crosslayer.engine.model;

import java.util.Arrays;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.RopeLayout;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.tensor.FloatMatrix;
import org.jspecify.annotations.Nullable;

/// How the low-rank queries and keys of a LiSA layer are turned by position: all heads by one table, or each key
/// head, with the query heads that read it, by frequencies of its own.
///
/// With frequencies of its own the row of all heads is turned as one long head whose pairs are neighbours, for which
/// the operation that turns heads already suffices.
public final class LowRankAngles {
    private final @Nullable RopeAngles queries;
    private final @Nullable RopeAngles keys;
    /// Of rows that hold queries and behind them keys.
    private final @Nullable RopeAngles together;

    private final boolean ownFrequencies;

    private LowRankAngles(
            @Nullable RopeAngles queries,
            @Nullable RopeAngles keys,
            @Nullable RopeAngles together,
            boolean ownFrequencies) {
        this.queries = queries;
        this.keys = keys;
        this.together = together;
        this.ownFrequencies = ownFrequencies;
    }

    /// Tables for positions `[0, positions)`.
    ///
    /// @param rope        of the layer at this rank; null where the layer turns nothing; not read with
    ///     frequencies
    /// @param frequencies `[nKvHeads, rank / 2]` in radians a position; null for the model's own table
    public static LowRankAngles of(
            ModelConfig config,
            @Nullable RopeConfig rope,
            @Nullable FloatMatrix frequencies,
            int positions,
            Backend backend,
            Workspace workspace) {
        if (frequencies == null) {
            RopeAngles shared = rope == null ? null : RopeAngles.of(rope, positions, backend, workspace);
            return new LowRankAngles(shared, shared, shared, false);
        }
        float[] own = frequencies.toArray();
        int pairs = frequencies.columns();
        int readers = config.nHeads() / config.nKvHeads();
        float[] repeated = new float[config.nHeads() * pairs];
        for (int head = 0; head < config.nHeads(); head++) {
            System.arraycopy(own, head / readers * pairs, repeated, head * pairs, pairs);
        }
        RopeAngles keys = RopeAngles.of(own, 1, RopeLayout.INTERLEAVED, positions, backend, workspace);
        RopeAngles queries =
                readers == 1 ? keys : RopeAngles.of(repeated, 1, RopeLayout.INTERLEAVED, positions, backend, workspace);
        float[] both = Arrays.copyOf(repeated, repeated.length + own.length);
        System.arraycopy(own, 0, both, repeated.length, own.length);
        RopeAngles together = RopeAngles.of(both, 1, RopeLayout.INTERLEAVED, positions, backend, workspace);
        return new LowRankAngles(queries, keys, together, true);
    }

    /// The same angles the other way round: the gradient of turning.
    public LowRankAngles backwards(Backend backend, Workspace workspace) {
        if (queries == null || keys == null) {
            return this;
        }
        RopeAngles back = keys.backwards(backend, workspace);
        return new LowRankAngles(
                queries.equals(keys) ? back : queries.backwards(backend, workspace), back, null, ownFrequencies);
    }

    /// Turns `q [n, nHeads × rank]` and `k [n, nKvHeads × rank]` in place, their first rows at `firstPosition`.
    public void turn(ModelConfig config, Backend backend, Tensor q, Tensor k, int firstPosition) {
        if (queries != null && keys != null) {
            queries.turn(backend, q, ownFrequencies ? 1 : config.nHeads(), firstPosition);
            keys.turn(backend, k, ownFrequencies ? 1 : config.nKvHeads(), firstPosition);
        }
    }

    /// Turns rows of every sequence, whose first ones stand at `position`, in place.
    ///
    /// @param rows `[batch × n, (nHeads + nKvHeads) × rank]`: a row's queries, and behind them its key
    void turnRows(ModelConfig config, Backend backend, Tensor rows, int batch, int position) {
        if (together != null) {
            int heads = ownFrequencies ? 1 : config.nHeads() + config.nKvHeads();
            together.turnEach(backend, rows, batch, heads, position);
        }
    }
}
