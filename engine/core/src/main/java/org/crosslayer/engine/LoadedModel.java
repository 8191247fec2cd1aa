package org.crosslayer.engine;

import java.util.List;
import java.util.Set;
import org.crosslayer.engine.capture.AttentionMaps;
import org.crosslayer.engine.capture.ForwardRecord;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.Generation;
import org.crosslayer.engine.evaluation.LiveEvaluation;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.SpeedReport;
import org.crosslayer.engine.evaluation.SpeedRequest;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.LayerSimilarity;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.engine.similarity.SimilarityOptions;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tokenizer.Tokenizer;

/// An open model and everything it can be asked. Used by one thread at a time; every call may be cancelled.
///
/// A cancelled call ends with [java.util.concurrent.CancellationException] and leaves the model usable.
public final class LoadedModel implements AutoCloseable {
    LoadedModel() {}

    public ModelSummary summary() {
        throw new UnsupportedOperationException();
    }

    public ModelConfig config() {
        throw new UnsupportedOperationException();
    }

    public Tokenizer tokenizer() {
        throw new UnsupportedOperationException();
    }

    /// One line about the device.
    public String deviceDescription() {
        throw new UnsupportedOperationException();
    }

    /// Cuts ids into the windows of a protocol; the ids themselves, BOS put in where the protocol says so.
    ///
    /// @throws IllegalArgumentException if BOS is asked for and the vocabulary has none
    public List<int[]> windows(int[] ids, Protocol protocol) {
        throw new UnsupportedOperationException();
    }

    /// Runs one text and keeps everything: for short texts.
    public ForwardRecord record(int[] ids, AttentionPlan plan, Progress progress, Cancellation cancellation)
            throws EngineException {
        throw new UnsupportedOperationException();
    }

    /// Runs one text up to the highest of `layers` and keeps their patterns.
    public AttentionMaps maps(
            int[] ids, AttentionPlan plan, Set<Integer> layers, Progress progress, Cancellation cancellation)
            throws EngineException {
        throw new UnsupportedOperationException();
    }

    /// Compares all pairs of layers of the model as it is, streaming over windows.
    public LayerSimilarity similarity(
            List<int[]> windows, SimilarityOptions options, Progress progress, Cancellation cancellation)
            throws EngineException {
        throw new UnsupportedOperationException();
    }

    /// Matches the heads of every layer but 0 to those of the layer below, in order of layers.
    public List<HeadAlignment> align(
            List<int[]> windows, MatchMethod method, Progress progress, Cancellation cancellation)
            throws EngineException {
        throw new UnsupportedOperationException();
    }

    /// Perplexity under a plan and without sharing, on the same tokens.
    public PerplexityReport perplexity(
            int[] ids, Protocol protocol, AttentionPlan plan, Progress progress, Cancellation cancellation)
            throws EngineException {
        throw new UnsupportedOperationException();
    }

    /// Perplexity that follows a changing plan, running again only the layers that a change touches.
    ///
    /// @param budgetBytes memory for the residual streams it keeps
    public LiveEvaluation live(int[] ids, Protocol protocol, long budgetBytes) throws EngineException {
        throw new UnsupportedOperationException();
    }

    /// Times prefill and decoding, baseline and plan in turns.
    ///
    /// @param ids at least one token of text to read; repeated as needed
    public SpeedReport speed(
            int[] ids, AttentionPlan plan, SpeedRequest request, Progress progress, Cancellation cancellation)
            throws EngineException {
        throw new UnsupportedOperationException();
    }

    /// Continues a prompt greedily, until `tokens` tokens or the end-of-text token.
    public Generation generate(int[] ids, int tokens, AttentionPlan plan, Progress progress, Cancellation cancellation)
            throws EngineException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
