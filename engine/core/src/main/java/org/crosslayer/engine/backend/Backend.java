package org.crosslayer.engine.backend;

import java.util.List;
import org.crosslayer.engine.format.MappedTensor;
import org.jspecify.annotations.Nullable;

/// All that a device must be able to compute; one object per loaded model.
///
/// Every operation reads its inputs and fills its output, whose shape the caller has made right: a wrong shape is
/// a bug and throws [IllegalArgumentException] with both shapes in the text. Outputs may not overlap inputs
/// unless the operation says so. Accumulation is in float32 or better. Called by one thread at a time; a backend
/// may use threads of its own inside.
///
/// Letters: `n` rows of tokens, `keys` cached positions, `h` query heads, `g` key/value heads (`h` is a multiple
/// of `g`; query head `i` reads key/value head `i / (h/g)`), `d` size of a head.
public interface Backend extends AutoCloseable {
    /// The window of a row that sees every key up to its own position.
    int ALL_KEYS = Integer.MAX_VALUE;

    /// What to call it in sentences: `reference`, `cpu`, `cuda`.
    String name();

    /// One line about the device for people: processor, threads, instruction set.
    String description();

    /// Bytes that tensors may take on this device in all; what a run is planned against.
    long memoryBytes();

    /// Bytes of a value that [Workspace#allocateCache] makes room for.
    default int cacheValueBytes() {
        return Float.BYTES;
    }

    /// Bytes that [#weight] takes for a matrix of float32 values; a vector has one row.
    default long weightBytes(int rows, int columns) {
        return (long) Float.BYTES * rows * columns;
    }

    /// A new owner of tensors.
    Workspace workspace();

    /// Makes a parameter usable, in place where the device allows it; valid until the backend or its file is closed.
    ///
    /// @param tensor F32, F16 or BF16, with one or two axes
    Weight weight(MappedTensor tensor);

    /// The operations of fitting, on this backend's tensors.
    Gradients gradients();

    /// Fills `target` from the heap.
    void write(float[] values, Tensor target);

    /// Copies a tensor to the heap, `[slices × rows × columns]`.
    float[] read(Tensor source);

    /// Copies a tensor to an array on the heap that is there already.
    ///
    /// @param values `[slices × rows × columns]`, filled
    void read(Tensor source, float[] values);

    /// Copies one tensor onto another of equal size.
    void copy(Tensor source, Tensor target);

    /// Row `i` of `out [n, dModel]` becomes row `ids[i]` of `table [nVocab, dModel]`.
    void embed(Weight table, int[] ids, Tensor out);

    /// `out = x / sqrt(mean(x²) + eps) · gain`, row by row; `out` may be `x`.
    ///
    /// A norm of single heads is this norm of `x` seen as `[1, n × heads, d]`, which [Tensor#as] gives.
    void rmsNorm(Tensor x, Weight gain, float eps, Tensor out);

    /// `out = (x − mean(x)) / sqrt(mean((x − mean(x))²) + eps) · gain (+ bias)`, row by row; `out` may be `x`.
    ///
    /// @param gain `[1, columns]`
    /// @param bias likewise; null for none
    void layerNorm(Tensor x, Weight gain, @Nullable Weight bias, float eps, Tensor out);

    /// `out [n, w.rows] = x [n, w.columns] · wᵀ (+ bias)`.
    void linear(Tensor x, Weight w, @Nullable Weight bias, Tensor out);

    /// Several linear maps of the same rows; what [#linear] gives one after the other, in one go where a device can.
    void linears(Tensor x, List<Linear> maps);

    /// `sum += x · wᵀ`, by way of `spare` where the device needs room.
    ///
    /// @param sum   `[n, w.rows]`
    /// @param spare of the same shape, another tensor, overwritten or not
    void linearAdd(Tensor x, Weight w, Tensor sum, Tensor spare);

    /// [#linearAdd], then [#rmsNorm] of the sum, in one go where a device can.
    ///
    /// @param sum   `[n, w.rows]`
    /// @param spare as in [#linearAdd]
    /// @param gain  `[1, w.rows]`
    /// @param eps   added to the mean square, above 0
    /// @param out   `[n, w.rows]`, another tensor than the others
    void linearAddNorm(Tensor x, Weight w, Tensor sum, Tensor spare, Weight gain, float eps, Tensor out);

    /// `out = act(x · gateᵀ) · (x · upᵀ)`, element by element.
    ///
    /// @param out   `[n, gate.rows]`
    /// @param spare of the same shape, another tensor, overwritten or not
    void gatedLinear(Activation activation, Tensor x, Weight gate, Weight up, Tensor out, Tensor spare);

    /// [#rope] of several sequences of `x.rows / batch` rows, each of which begins at `firstPosition`.
    void ropeEach(Tensor x, int batch, int heads, int firstPosition, Tensor cos, Tensor sin, RopeLayout layout);

    /// Copies rows of several sequences to their places: row `i` of sequence `b`, of `rows.rows / batch`, to row
    /// `b × capacity + first + i` of `room`, where `capacity = room.rows / batch`.
    void copyEach(Tensor rows, int batch, Tensor room, int first);

    /// [#linear] of the next row of several sequences, straight to its place as [#copyEach] would bring it, where a
    /// device can.
    ///
    /// @param spare `[x.rows, w.rows]`, overwritten or not
    void linearEach(Tensor x, Weight w, @Nullable Weight bias, Tensor spare, int batch, Tensor room, int first);

    /// Turns queries and keys of the next rows of several sequences, as [#ropeEach] does, and copies keys and values to
    /// their places, as [#copyEach] does; in one go where a device can.
    ///
    /// @param how    sizes, and the position of the first row; window and scale are not looked at
    /// @param q      `[batch × n, h × d]`, turned in place
    /// @param k      `[batch × n, g × d]`; turned or not afterwards
    /// @param v      likewise, left as it is
    /// @param cos    as in [#rope]
    /// @param sin    likewise
    /// @param keys   `[batch × capacity, g × d]`, where the keys go
    /// @param values likewise
    void turnAndKeep(
            Attending how,
            Tensor q,
            Tensor k,
            Tensor v,
            Tensor cos,
            Tensor sin,
            RopeLayout layout,
            Tensor keys,
            Tensor values);

    /// Whether [#attend] may be asked for heads of `d` values: where it is not, [#scores], [#softmax] and [#mix] do.
    default boolean attends(int d) {
        return false;
    }

    /// Whether [#attendKeeping], [#correctScores] and [#attendScored] may be asked for heads of `d` values
    /// and that many rows of a sequence.
    default boolean sharesScores(int d, int rows) {
        return rows == 1 && attends(d);
    }

    /// Whether the output of [#correctScores] may be the scores that are corrected.
    default boolean correctsInPlace() {
        return false;
    }

    /// Whether the pattern of [#attend] has the bits of [#scores] and [#softmax], so that a pattern alone may be made
    /// by these; and what [#attendKeeping] and [#attendScored] give, those of the same with [#mix].
    default boolean attendsByTheSamePattern() {
        return false;
    }

    /// Causal attention of all sequences of a batch without a slab of scores: `out` is what [#scores], [#softmax] and
    /// [#mix] give. With a pattern or without, the bits of `out` are the same.
    ///
    /// @param q       `[batch × n, h × d]`
    /// @param k       `[batch × capacity, g × d]`, of which each sequence's first `firstRow + n` rows are read
    /// @param v       likewise
    /// @param pattern `[batch × h, n, firstRow + n]`, filled; null if nobody looks at it
    /// @param out     `[batch × n, h × d]`
    void attend(Attending how, Tensor q, Tensor k, Tensor v, @Nullable Tensor pattern, Tensor out);

    /// [#turnAndKeep] and then [#attend] of what is kept, without a pattern; in one go where a device can. Where
    /// [#attends] says so.
    ///
    /// @param q      `[batch × n, h × d]`; turned or not afterwards
    /// @param k      `[batch × n, g × d]`; likewise
    /// @param v      of the same shape, left as it is
    /// @param cos    as in [#rope]
    /// @param sin    likewise
    /// @param keys   `[batch × capacity, g × d]`, where the keys go, and those before them lie
    /// @param values likewise
    /// @param out    `[batch × n, h × d]`
    void turnAndAttend(
            Attending how,
            Tensor q,
            Tensor k,
            Tensor v,
            Tensor cos,
            Tensor sin,
            RopeLayout layout,
            Tensor keys,
            Tensor values,
            Tensor out);

    /// Whether [#attendMean] may be asked for heads of `d` values.
    default boolean attendsMeans(int d) {
        return false;
    }

    /// As [#attend] of one sequence, and what [#headMean] gives of its pattern: the pattern itself is never written, of
    /// which reading it again would be the dearest part. The bits of `out` are those of [#attend]. Where
    /// [#attendsMeans] says so.
    ///
    /// @param how  sizes; one sequence
    /// @param q    `[n, h × d]`
    /// @param k    `[capacity, g × d]`, of which the first `firstRow + n` rows are read
    /// @param v    likewise
    /// @param mean `[1, n, firstRow + n]`, filled
    /// @param out  `[n, h × d]`
    void attendMean(Attending how, Tensor q, Tensor k, Tensor v, Tensor mean, Tensor out);

    /// As [#attend] for rows whose scores later layers take: these are left instead of a pattern. Where
    /// [#sharesScores] says so.
    ///
    /// Scores stay float32 on every device, though half as many bytes would be faster: in BF16 a score of 16 is
    /// off by up to 1/16, which changes its share by 6 %, and every layer of a chain would round again what those
    /// below it have rounded.
    ///
    /// @param q      `[batch × n, h × d]`
    /// @param scores `[batch × h, n, at least firstRow + n]`, filled up to there: what [#scores] gives; for windows
    ///     that hide nothing. Rows that begin at multiples of 32 bytes are written faster.
    void attendKeeping(Attending how, Tensor q, Tensor k, Tensor v, Tensor scores, Tensor out);

    /// The scores of rows of a layer that corrects those of another: what [#alignHeads] gives of `z` and of the
    /// [#scores] of small queries and keys. Entries that the causal mask hides may hold anything finite. Where
    /// [#sharesScores] says so.
    ///
    /// @param how     sizes, and the scale of the difference; its window is not looked at
    /// @param q       `[batch × n, (h + g) × rank]`: each row's small queries, and behind them its own small key,
    ///     which is put into the cache; null for a net without a difference
    /// @param k       `[batch × capacity, g × rank]`, the cache, of which each sequence's first `firstRow + n` rows
    ///     are read; null with `q`
    /// @param z       `[batch × h, n, at least firstRow + n]`, the scores that are corrected
    /// @param headMap as in [#alignHeads]
    /// @param scores  as `z`, filled up to each row's own key; may be `z` itself where [#correctsInPlace] says so
    void correctScores(
            Attending how,
            @Nullable Tensor q,
            @Nullable Tensor k,
            Tensor z,
            int @Nullable [] headMap,
            HeadNet net,
            Tensor scores);

    /// The end of attention: what [#softmax] of the scores and [#mix] give. Where [#sharesScores] says so.
    ///
    /// @param scores `[batch × h, n, at least firstRow + n]`
    /// @param v      `[batch × capacity, g × d]`
    /// @param out    `[batch × n, h × d]`
    void attendScored(Attending how, Tensor scores, Tensor v, Tensor out);

    /// Turns `x [n, heads × d]` in place by the angles of positions `firstPosition …`.
    ///
    /// @param cos `[nCtx, dRotary/2]`, scaled as the model wants it
    /// @param sin likewise; elements beyond `dRotary` of each head stay as they are
    void rope(Tensor x, int heads, int firstPosition, Tensor cos, Tensor sin, RopeLayout layout);

    /// Unmasked scores: `out [h, n, keys] = scale · q [n, h × d] · k [keys, g × d]ᵀ`, head by head.
    ///
    /// Entries that the causal mask hides may hold anything finite.
    void scores(Tensor q, Tensor k, int h, int g, float scale, Tensor out);

    /// Bends every value into `(−cap, cap)`: `x = cap · tanh(x / cap)`, in place. For scores, before masks, and for
    /// logits.
    ///
    /// @param x   any shape; entries of a slab that the mask hides may be bent or left
    /// @param cap above 0
    void softCap(Tensor x, float cap);

    /// Linear position biases ("ALiBi"), in place: the score of row `i`, at position `p = firstRow + i`, and key `j`
    /// in head `a` becomes larger by `slopes[a] · (j − p)`, which is 0 for the row's own position and below 0 for
    /// earlier ones. Entries that the causal mask hides may hold anything finite afterwards.
    ///
    /// @param scores `[h, n, keys]`, with `keys = firstRow + n`
    /// @param slopes `[h]`
    void addDistanceBias(Tensor scores, int firstRow, float[] slopes);

    /// Causal softmax over the last `window` keys: row `i` of a slab, at position `p = firstRow + i`, sees keys
    /// `max(0, p − window + 1) … p`; all others become exactly 0, and what they held is not read.
    ///
    /// @param scores  `[h, n, keys]`, with `keys = firstRow + n`
    /// @param window  most keys that a row sees, its own included, at least 1; [#ALL_KEYS] for no limit
    /// @param pattern same shape; may be `scores` itself
    void softmax(Tensor scores, int firstRow, int window, Tensor pattern);

    /// As [#softmax(Tensor, int, int, Tensor)] without a limit.
    default void softmax(Tensor scores, int firstRow, Tensor pattern) {
        softmax(scores, firstRow, ALL_KEYS, pattern);
    }

    /// `out [n, h × d]`: head `a` is `pattern[headMap[a]] · v[a's key/value head]`.
    ///
    /// @param pattern  `[hSource, n, keys]`, causal
    /// @param headMap  for each of the `h` heads the slice of `pattern` to use; null for head `a` from slice `a`
    /// @param firstRow position of the first row, so that hidden keys need not be read
    /// @param v        `[keys, g × d]`
    void mix(Tensor pattern, int @Nullable [] headMap, int firstRow, Tensor v, int h, int g, Tensor out);

    /// Slice `a` of `out` becomes slice `headMap[a]` of `pattern`.
    void permuteHeads(Tensor pattern, int[] headMap, Tensor out);

    /// Maps the heads of every causal (row, key) pair: `out = net(z) + difference`, or `net([z ; difference])` where
    /// the net reads it. Entries that the causal mask hides are not read and may hold anything finite afterwards.
    ///
    /// @param z          `[hSource, n, keys]` scores or a pattern, with `keys = firstRow + n`
    /// @param headMap    for each of the net's `h` heads the slice of `z` to use; null for head `a` from slice `a`
    /// @param difference `[h, n, keys]`; null for none
    /// @param out        `[h, n, keys]`; may be `z` without a head map, and may be `difference`
    void alignHeads(
            Tensor z, int @Nullable [] headMap, int firstRow, HeadNet net, @Nullable Tensor difference, Tensor out);

    /// Makes a distribution of every row: what is below 0 becomes 0, the rest is divided by its sum over the keys
    /// that the row sees, which are those of [#softmax]; a row without anything above 0 becomes uniform over them,
    /// hidden keys become exactly 0.
    ///
    /// @param x      `[h, n, keys]`, with `keys = firstRow + n`
    /// @param window as in [#softmax]
    /// @param out    same shape; may be `x` itself
    void normalizeRows(Tensor x, int firstRow, int window, Tensor out);

    /// As [#normalizeRows(Tensor, int, int, Tensor)] without a limit.
    default void normalizeRows(Tensor x, int firstRow, Tensor out) {
        normalizeRows(x, firstRow, ALL_KEYS, out);
    }

    /// Mean over slices: `out [1, n, keys]` of `pattern [h, n, keys]`, which is exactly 0 where the causal mask hides.
    void headMean(Tensor pattern, Tensor out);

    /// `out = act(gate) · up`, element by element; `out` may be `gate`.
    void gate(Activation activation, Tensor gate, Tensor up, Tensor out);

    /// `out = act(x)`, element by element; `out` may be `x`.
    void activate(Activation activation, Tensor x, Tensor out);

    /// `x += y`.
    void add(Tensor x, Tensor y);

    /// `x *= factor`.
    void scale(Tensor x, float factor);

    /// Negative log-likelihood in nats of `targets[i]` under the softmax of row `i`.
    ///
    /// @param logits  `[n, nVocab]`
    /// @param targets `[n]`; a negative target is not scored and gives NaN-free 0
    /// @param out     `[n]`, filled
    void crossEntropy(Tensor logits, int[] targets, double[] out);

    /// Adds to `sums[a × hB + b]` the sum over causal rows of the term between slice `a` of `p` and slice `b` of `q`.
    ///
    /// @param p        `[hA, n, keys]` patterns, exactly 0 where the causal mask hides
    /// @param q        `[hB, n, keys]`
    /// @param firstRow position of the first row: row `i` has `firstRow + i + 1` keys
    /// @param fromRow  rows before this position are left out (0 takes all)
    /// @param sums     `[hA × hB]`
    void pairSums(PairTerm term, Tensor p, Tensor q, int firstRow, int fromRow, double[] sums);

    /// Adds to `sums[a × h + b]` the sum over causal rows of the term between slices `a` and `b ≤ a` of one slab; what
    /// lies above the diagonal stays. The divergences and variations on the diagonal are 0.
    ///
    /// @param p        `[h, n, keys]` patterns, exactly 0 where the causal mask hides
    /// @param firstRow position of the first row: row `i` has `firstRow + i + 1` keys
    /// @param fromRow  rows before this position are left out (0 takes all)
    /// @param sums     `[h × h]`
    void pairSums(PairTerm term, Tensor p, int firstRow, int fromRow, double[] sums);

    @Override
    void close();
}
