package org.crosslayer.app.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.crosslayer.app.figure.FigureMaker;
import org.crosslayer.app.figure.Recipe;
import org.crosslayer.app.figure.RecipeException;
import org.crosslayer.engine.ModelFacts;
import org.crosslayer.engine.ModelSummary;
import org.crosslayer.engine.capture.MapPlace;
import org.crosslayer.engine.capture.MemoryRoom;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.GenerationOptions;
import org.crosslayer.engine.evaluation.PairedGeneration;
import org.crosslayer.engine.evaluation.ParityReport;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.SpeedReport;
import org.crosslayer.engine.evaluation.SpeedRequest;
import org.crosslayer.engine.evaluation.WindowLosses;
import org.crosslayer.engine.experiment.SensitivityOptions;
import org.crosslayer.engine.experiment.SensitivityResult;
import org.crosslayer.engine.experiment.SharingOptions;
import org.crosslayer.engine.experiment.SharingResult;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.sharing.FitNotes;
import org.crosslayer.engine.similarity.ExplainedScores;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.HeadLikeness;
import org.crosslayer.engine.similarity.HeadSimilarity;
import org.crosslayer.engine.similarity.HeadStatistics;
import org.crosslayer.engine.similarity.LayerInfluence;
import org.crosslayer.engine.similarity.LayerSimilarity;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.engine.similarity.SimilarityOptions;
import org.crosslayer.engine.similarity.SinkHandling;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tensor.FloatMatrix;
import org.crosslayer.engine.tokenizer.Tokenizer;

/// What the window asks of an open model; on the engine's thread only.
///
/// The window's own view of [org.crosslayer.engine.LoadedModel], so that its panes can be tried without a model.
public interface Analyst extends AutoCloseable {
    ModelSummary summary();

    /// One line about the device.
    String device();

    /// Cuts texts into tokens; may be used by any thread.
    Tokenizer tokenizer() throws EngineException;

    /// All that can be said about the model without running it.
    ModelFacts facts();

    /// What is free now where the model runs; may be used by any thread.
    MemoryRoom memoryRoom();

    /// Compares the model with what another program computed for it.
    ParityReport parity(Path reference, Progress progress, Cancellation cancellation) throws EngineException;

    /// Cuts ids into the windows of a protocol.
    List<int[]> windows(int[] ids, Protocol protocol) throws EngineException;

    /// Runs one text and keeps these maps and no others, each `[n, n]`.
    ///
    /// @param places at least one
    Map<MapPlace, FloatMatrix> maps(
            int[] ids, AttentionPlan plan, Set<MapPlace> places, Progress progress, Cancellation cancellation)
            throws EngineException;

    /// Compares all pairs of layers of the model as it is.
    ///
    /// @param partial hears the result so far after every window
    LayerSimilarity similarity(
            List<int[]> windows,
            SimilarityOptions options,
            Consumer<LayerSimilarity> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException;

    /// Matches the heads of every layer but 0 to those of the layer below, in order of layers.
    List<HeadAlignment> align(List<int[]> windows, MatchMethod method, Progress progress, Cancellation cancellation)
            throws EngineException;

    /// Matches the heads of one layer to those of any lower one.
    HeadAlignment align(
            List<int[]> windows,
            int layer,
            int source,
            MatchMethod method,
            Progress progress,
            Cancellation cancellation)
            throws EngineException;

    /// Compares all pairs of heads of the model as it is.
    ///
    /// @param options the head mode is not asked
    /// @param partial hears the result so far after every window
    HeadSimilarity headSimilarity(
            List<int[]> windows,
            SimilarityOptions options,
            Consumer<HeadSimilarity> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException;

    /// Where all heads of the model look, layer after layer.
    List<HeadStatistics> headStatistics(
            List<int[]> windows, SinkHandling sink, Progress progress, Cancellation cancellation)
            throws EngineException;

    /// How much each layer changes the residual stream.
    ///
    /// @param partial hears the result so far after every window
    LayerInfluence influence(
            List<int[]> windows,
            SinkHandling sink,
            Consumer<LayerInfluence> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException;

    /// How alike one head is to every head of the model.
    ///
    /// @param partial hears the result so far after every window
    HeadLikeness headsLike(
            List<int[]> windows,
            int layer,
            int head,
            Consumer<HeadLikeness> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException;

    /// How much of the scores that a layer would compute by itself is explained by what it takes.
    ExplainedScores explained(
            List<int[]> windows,
            int layer,
            LayerAttention.Shared attention,
            Progress progress,
            Cancellation cancellation)
            throws EngineException;

    /// Fits LiSA layers to the model as it is. A call that was cancelled is taken up by the next one with an equal
    /// request; what was done for another request is forgotten.
    ///
    /// @param partial hears of every step
    FitSnapshot fit(FitRequest request, Consumer<FitSnapshot> partial, Progress progress, Cancellation cancellation)
            throws EngineException;

    /// Reads a plan that was made for this model.
    SavedPlan readPlan(Path file) throws EngineException;

    /// Writes a plan, and the adapters of its LiSA layers beside it.
    void writePlan(Path file, AttentionPlan plan, FitNotes notes) throws EngineException;

    /// Measures a plan on a text, running again only what differs from the plan measured before.
    ///
    /// @param estimates takes a better estimate after every window
    PerplexityReport evaluate(
            OpenText text,
            Protocol protocol,
            AttentionPlan plan,
            Consumer<PerplexityReport> estimates,
            Cancellation cancellation)
            throws EngineException;

    /// Measures a variant of the plan without making the next switch slower.
    PerplexityReport probe(OpenText text, Protocol protocol, AttentionPlan variant, Cancellation cancellation)
            throws EngineException;

    /// What each scored token costs under a plan and under another one, window by window. Plans that were measured
    /// before cost nothing, and the next switch does not become slower.
    ///
    /// @param reference what `plan` is compared with
    /// @param partial   hears of all windows so far after each one
    List<WindowLosses> losses(
            OpenText text,
            Protocol protocol,
            AttentionPlan reference,
            AttentionPlan plan,
            Consumer<List<WindowLosses>> partial,
            Cancellation cancellation)
            throws EngineException;

    /// Measures a plan with all that its predictions differ in, window by window; keeps nothing for the next
    /// switch.
    ///
    /// @param estimates takes a better estimate after every window
    PerplexityReport compare(
            OpenText text,
            Protocol protocol,
            AttentionPlan plan,
            Consumer<PerplexityReport> estimates,
            Progress progress,
            Cancellation cancellation)
            throws EngineException;

    /// Times prefill and decoding, baseline and plan in turns.
    SpeedReport speed(int[] ids, AttentionPlan plan, SpeedRequest request, Progress progress, Cancellation cancellation)
            throws EngineException;

    /// Continues a prompt without sharing and under a plan, in turns.
    ///
    /// @param partial hears of every token
    PairedGeneration generate(
            int[] ids,
            GenerationOptions options,
            AttentionPlan plan,
            Consumer<PairedGeneration> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException;

    /// Measures what sharing costs, layer by layer and as it spreads; goes on where it was stopped before.
    ///
    /// @param partial hears the result so far after every measurement
    SharingResult sharing(
            OpenText text,
            Protocol protocol,
            SharingOptions options,
            Consumer<SharingResult> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException;

    /// Measures how much the model minds when a layer's attention deviates; goes on where it was stopped before.
    ///
    /// @param partial hears the result so far after every measurement
    SensitivityResult sensitivity(
            OpenText text,
            Protocol protocol,
            SensitivityOptions options,
            Consumer<SensitivityResult> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException;

    /// Makes the panels of a figure from its recipe, as `crosslayer figure` does. What was computed for figures of
    /// this model before is kept.
    ///
    /// @param folder the recipe's
    FigureMaker.Outcome figure(Recipe recipe, Path folder, Progress progress, Cancellation cancellation)
            throws EngineException, IOException, RecipeException;

    @Override
    void close();
}
