package org.crosslayer.engine.similarity;

import java.util.List;
import java.util.function.Consumer;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.TooLittleTextException;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;

/// Compares the attention of a model's layers, streaming over windows of text: maps are never kept, only sums.
///
/// The model runs as it is, without sharing, and no further than the highest pattern needed. Windows count equally,
/// whatever their length.
public final class SimilarityAnalysis {
    private SimilarityAnalysis() {}

    /// Compares all pairs of layers.
    ///
    /// @param windows token ids; a window without rows to compare does not count
    /// @throws TooLittleTextException if no window has a row to compare
    public static LayerSimilarity layers(
            Decoder decoder,
            List<int[]> windows,
            SimilarityOptions options,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        return layers(decoder, windows, options, _ -> {}, progress, cancellation);
    }

    /// Compares all pairs of layers and shows the result so far after every window.
    ///
    /// @param windows token ids; a window without rows to compare (empty, or of one token when the first row is not
    ///     taken) does not count
    /// @param partial hears the result over the windows done so far, the last one included; called on this thread
    /// @throws TooLittleTextException if no window has a row to compare
    public static LayerSimilarity layers(
            Decoder decoder,
            List<int[]> windows,
            SimilarityOptions options,
            Consumer<LayerSimilarity> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        int nLayers = decoder.config().nLayers();
        SimilarityTally tally =
                new SimilarityTally(options, nLayers, decoder.config().nHeads());
        WindowStudy.WindowSink sink = (values, rows) -> {
            tally.accept(values, rows);
            partial.accept(tally.result());
        };
        WindowStudy.ofLayers(nLayers, options).over(decoder, windows, sink, progress, cancellation);
        return tally.result();
    }

    /// Compares all pairs of heads and shows the result so far after every window.
    ///
    /// @param windows token ids; a window without rows to compare does not count
    /// @param options the head mode is not asked
    /// @param partial hears the result over the windows done so far, the last one included; called on this thread
    /// @throws TooLittleTextException if no window has a row to compare
    public static HeadSimilarity heads(
            Decoder decoder,
            List<int[]> windows,
            SimilarityOptions options,
            Consumer<HeadSimilarity> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        int nLayers = decoder.config().nLayers();
        int total = (int) windows.stream()
                .filter(ids -> ids.length > options.sink().fromRow())
                .count();
        HeadSimilarityTally tally =
                new HeadSimilarityTally(options, nLayers, decoder.config().nHeads(), total);
        WindowStudy.WindowSink sink = (values, rows) -> {
            tally.accept(values, rows);
            partial.accept(tally.result());
        };
        WindowStudy.ofAllHeads(nLayers, options.metric(), options.sink())
                .over(decoder, windows, sink, progress, cancellation);
        return tally.result();
    }

    /// Matches the heads of every layer but 0 to those of the layer below, in order of layers.
    ///
    /// @param windows token ids, at least one window that is not empty
    public static List<HeadAlignment> alignments(
            Decoder decoder, List<int[]> windows, MatchMethod method, Progress progress, Cancellation cancellation)
            throws EngineException {
        return align(decoder, windows, LayerPairs.adjacent(decoder.config().nLayers()), method, progress, cancellation);
    }

    /// Matches the heads of one layer to those of any lower one; the model runs up to that layer only.
    ///
    /// @param windows token ids, at least one window that is not empty
    /// @throws IllegalArgumentException if `source` is not below `layer`, or the model has no such layer
    public static HeadAlignment alignment(
            Decoder decoder,
            List<int[]> windows,
            int layer,
            int source,
            MatchMethod method,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        int nLayers = decoder.config().nLayers();
        if (layer >= nLayers) {
            throw new IllegalArgumentException("layer " + layer + " of a model with " + nLayers + " layers");
        }
        return align(decoder, windows, LayerPairs.one(layer, source), method, progress, cancellation)
                .getFirst();
    }

    private static List<HeadAlignment> align(
            Decoder decoder,
            List<int[]> windows,
            LayerPairs pairs,
            MatchMethod method,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        AlignmentTally tally = new AlignmentTally(pairs, decoder.config().nHeads());
        WindowStudy.ofHeads(pairs).over(decoder, windows, tally, progress, cancellation);
        return tally.result(method);
    }
}
