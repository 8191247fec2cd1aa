package org.crosslayer.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.crosslayer.engine.capture.AttentionCapture;
import org.crosslayer.engine.capture.CaptureSize;
import org.crosslayer.engine.capture.ForwardRecord;
import org.crosslayer.engine.capture.MapPlace;
import org.crosslayer.engine.capture.MemoryEstimate;
import org.crosslayer.engine.capture.MemoryRoom;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.EncodedText;
import org.crosslayer.engine.evaluation.Generation;
import org.crosslayer.engine.evaluation.GenerationOptions;
import org.crosslayer.engine.evaluation.Generator;
import org.crosslayer.engine.evaluation.LiveEvaluation;
import org.crosslayer.engine.evaluation.PairedGeneration;
import org.crosslayer.engine.evaluation.PairedGenerator;
import org.crosslayer.engine.evaluation.ParityCheck;
import org.crosslayer.engine.evaluation.ParityReport;
import org.crosslayer.engine.evaluation.ParityTolerance;
import org.crosslayer.engine.evaluation.PerplexityMeter;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.SpeedMeter;
import org.crosslayer.engine.evaluation.SpeedReport;
import org.crosslayer.engine.evaluation.SpeedRequest;
import org.crosslayer.engine.evaluation.Windows;
import org.crosslayer.engine.experiment.SensitivityExperiment;
import org.crosslayer.engine.experiment.SensitivityOptions;
import org.crosslayer.engine.experiment.SharingExperiment;
import org.crosslayer.engine.experiment.SharingOptions;
import org.crosslayer.engine.fitting.FitOptions;
import org.crosslayer.engine.fitting.Fitter;
import org.crosslayer.engine.format.Checkpoint;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.sharing.FitNotes;
import org.crosslayer.engine.sharing.ModelIdentity;
import org.crosslayer.engine.sharing.PlanFile;
import org.crosslayer.engine.similarity.ExplainedScores;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.HeadLikeness;
import org.crosslayer.engine.similarity.HeadSearch;
import org.crosslayer.engine.similarity.HeadSimilarity;
import org.crosslayer.engine.similarity.HeadStatistics;
import org.crosslayer.engine.similarity.HeadStudy;
import org.crosslayer.engine.similarity.InfluenceStudy;
import org.crosslayer.engine.similarity.LayerInfluence;
import org.crosslayer.engine.similarity.LayerSimilarity;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.engine.similarity.ScoreStudy;
import org.crosslayer.engine.similarity.SimilarityAnalysis;
import org.crosslayer.engine.similarity.SimilarityOptions;
import org.crosslayer.engine.similarity.SinkHandling;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tensor.FloatMatrix;
import org.crosslayer.engine.tokenizer.Tokenizer;
import org.crosslayer.engine.tokenizer.TokenizerFiles;
import org.jspecify.annotations.Nullable;

/// An open model and everything it can be asked. Used by one thread at a time; every call may be cancelled.
///
/// A cancelled call ends with [java.util.concurrent.CancellationException] and leaves the model usable.
public final class LoadedModel implements AutoCloseable {
    /// For the residual streams of one window: enough for 512 tokens at each of 60 layers of 8192 values.
    private static final long EXPERIMENT_BYTES = 1L << 30;

    private final Path folder;
    private final Checkpoint checkpoint;
    private final Decoder decoder;
    private final ModelIdentity identity;
    private @Nullable Tokenizer tokenizer;

    /// Takes over the checkpoint and the decoder's backend, and closes them.
    LoadedModel(Path folder, Checkpoint checkpoint, Decoder decoder) {
        this.folder = folder;
        this.checkpoint = checkpoint;
        this.decoder = decoder;
        identity = new ModelIdentity(decoder.config(), checkpoint);
    }

    /// What the model is.
    public ModelSummary summary() {
        return ModelSummary.of(folder, checkpoint, decoder.config());
    }

    /// All that can be said about the model without running it; opens the tokenizer.
    public ModelFacts facts() {
        return FactFinder.of(summary(), checkpoint, this::tokenizer);
    }

    /// What a capture would take.
    ///
    /// @param room what there is, such as [#memoryRoom()]
    public MemoryEstimate estimate(CaptureSize size, MemoryRoom room) {
        return MemoryEstimate.of(config(), size, summary().bytes(), room);
    }

    /// What is free now where the model runs.
    public MemoryRoom memoryRoom() {
        return MemoryRoom.of(decoder.backend());
    }

    /// The architecture as data.
    public ModelConfig config() {
        return decoder.config();
    }

    /// Which model adapters must have been fitted for.
    public ModelIdentity identity() {
        return identity;
    }

    /// Reads a plan that was made for this model, with its adapters if it has any.
    ///
    /// @throws EngineException if the plan or the adapters beside it are damaged or belong to another model
    public AttentionPlan readPlan(Path file) throws EngineException {
        return PlanFile.read(file, identity);
    }

    /// How the adapters of a plan came about, as the file says; the plan itself is not looked at.
    ///
    /// @throws EngineException if the file is no JSON
    public FitNotes readNotes(Path file) throws EngineException {
        return PlanFile.notes(file);
    }

    /// Writes a plan, and the adapters of its LiSA layers into a file beside it.
    ///
    /// @throws EngineException if a file cannot be written
    public void writePlan(Path file, AttentionPlan plan, FitNotes notes) throws EngineException {
        PlanFile.write(file, plan, identity, notes);
    }

    /// The model's own tokenizer, opened at the first call.
    ///
    /// @throws EngineException if the folder holds none that can be read
    public Tokenizer tokenizer() throws EngineException {
        if (tokenizer == null) {
            tokenizer = TokenizerFiles.open(folder);
        }
        return tokenizer;
    }

    /// One line about the device.
    public String deviceDescription() {
        return decoder.backend().description();
    }

    /// Cuts ids into the windows of a protocol, BOS put in where the protocol says so.
    ///
    /// @throws EngineException if there is not one whole window, or BOS is asked for and the vocabulary has none
    public List<int[]> windows(int[] ids, Protocol protocol) throws EngineException {
        return Windows.cut(ids, protocol, protocol.usesBos() ? tokenizer().bosId() : OptionalInt.empty());
    }

    /// A text with its tokens, none added.
    ///
    /// @throws EngineException if the folder holds no tokenizer that can be read
    public EncodedText encode(String text) throws EngineException {
        return new EncodedText(text, tokenizer().encode(text, false));
    }

    /// Runs one text and keeps everything: for short texts.
    public ForwardRecord record(int[] ids, AttentionPlan plan, Progress progress, Cancellation cancellation)
            throws EngineException {
        return decoder.files().reading(() -> new AttentionCapture(decoder, plan).record(ids, progress, cancellation));
    }

    /// Runs one text up to the highest layer asked for and keeps those maps and no others, each `[n, n]`.
    ///
    /// @param places at least one
    public Map<MapPlace, FloatMatrix> maps(
            int[] ids, AttentionPlan plan, Set<MapPlace> places, Progress progress, Cancellation cancellation)
            throws EngineException {
        return decoder.files()
                .reading(() -> new AttentionCapture(decoder, plan).chosen(ids, places, progress, cancellation));
    }

    /// Compares all pairs of layers of the model as it is, streaming over windows.
    ///
    /// @param partial hears the result so far after every window, on this thread
    public LayerSimilarity similarity(
            List<int[]> windows,
            SimilarityOptions options,
            Consumer<LayerSimilarity> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        return decoder.files()
                .reading(() -> SimilarityAnalysis.layers(decoder, windows, options, partial, progress, cancellation));
    }

    /// Matches the heads of every layer but 0 to those of the layer below, in order of layers.
    public List<HeadAlignment> align(
            List<int[]> windows, MatchMethod method, Progress progress, Cancellation cancellation)
            throws EngineException {
        return decoder.files()
                .reading(() -> SimilarityAnalysis.alignments(decoder, windows, method, progress, cancellation));
    }

    /// Matches the heads of one layer to those of any lower one; the model runs up to that layer only.
    ///
    /// @throws IllegalArgumentException if `source` is not below `layer`, or the model has no such layer
    public HeadAlignment alignment(
            List<int[]> windows,
            int layer,
            int source,
            MatchMethod method,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        return SimilarityAnalysis.alignment(decoder, windows, layer, source, method, progress, cancellation);
    }

    /// How much of the scores that a layer would compute by itself is explained by what it takes, head by head, and
    /// what a low-rank difference adds to that. The model below runs as it is.
    ///
    /// @param windows   token ids, at least one window
    /// @param attention what the layer uses in place of its own; scores and no patterns
    public ExplainedScores explained(
            List<int[]> windows,
            int layer,
            LayerAttention.Shared attention,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        return ScoreStudy.of(decoder, windows, layer, attention, progress, cancellation);
    }

    /// How alike one head is to every other head of the model, streaming over windows.
    ///
    /// @param partial hears the result so far after every window, on this thread
    public HeadLikeness headsLike(
            List<int[]> windows,
            int layer,
            int head,
            Consumer<HeadLikeness> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        return decoder.files()
                .reading(() -> HeadSearch.of(decoder, windows, layer, head, partial, progress, cancellation));
    }

    /// How alike all pairs of heads are, streaming over windows.
    ///
    /// @param options the head mode is not asked
    /// @param partial hears the result so far after every window, on this thread
    public HeadSimilarity headSimilarity(
            List<int[]> windows,
            SimilarityOptions options,
            Consumer<HeadSimilarity> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        return decoder.files()
                .reading(() -> SimilarityAnalysis.heads(decoder, windows, options, partial, progress, cancellation));
    }

    /// Where all heads look, layer after layer.
    ///
    /// @param sink what becomes of the first key in all but the share on it
    public List<HeadStatistics> heads(
            List<int[]> windows, SinkHandling sink, Progress progress, Cancellation cancellation)
            throws EngineException {
        return decoder.files().reading(() -> HeadStudy.of(decoder, windows, sink, progress, cancellation));
    }

    /// How much each layer changes the residual stream, streaming over windows.
    ///
    /// @param partial hears the result so far after every window, on this thread
    public LayerInfluence influence(
            List<int[]> windows,
            SinkHandling sink,
            Consumer<LayerInfluence> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        return decoder.files()
                .reading(() -> InfluenceStudy.of(decoder, windows, sink, partial, progress, cancellation));
    }

    /// Perplexity under a plan and without sharing, on the same tokens, and how the predictions of both differ.
    public PerplexityReport perplexity(
            int[] ids, Protocol protocol, AttentionPlan plan, Progress progress, Cancellation cancellation)
            throws EngineException {
        return measure(ScoredText.of(ids, protocol, this::tokenizer), plan, null, progress, cancellation);
    }

    /// The same, window by window.
    ///
    /// @param estimates hears the result so far after every window, on this thread
    public PerplexityReport compare(
            int[] ids,
            Protocol protocol,
            AttentionPlan plan,
            Consumer<PerplexityReport> estimates,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        return measure(ScoredText.of(ids, protocol, this::tokenizer), plan, estimates, progress, cancellation);
    }

    /// Perplexity of a text whose words and bytes are counted too.
    ///
    /// @param estimates hears the result so far after every window, on this thread; null if nobody waits for it
    public PerplexityReport perplexity(
            EncodedText text,
            Protocol protocol,
            AttentionPlan plan,
            @Nullable Consumer<PerplexityReport> estimates,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        return measure(ScoredText.of(text, protocol, this::tokenizer), plan, estimates, progress, cancellation);
    }

    private PerplexityReport measure(
            ScoredText text,
            AttentionPlan plan,
            @Nullable Consumer<PerplexityReport> estimates,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        return decoder.files()
                .reading(() -> PerplexityMeter.measure(
                        decoder, text.windows(), text.protocol(), plan, estimates, progress, cancellation));
    }

    /// Perplexity that follows a changing plan, running again only the layers that a change touches.
    ///
    /// @param budgetBytes memory for the residual streams it keeps
    public LiveEvaluation live(int[] ids, Protocol protocol, long budgetBytes) throws EngineException {
        ScoredText scored = ScoredText.of(ids, protocol, this::tokenizer);
        return LiveEvaluation.of(decoder, scored.windows(), scored.protocol(), budgetBytes);
    }

    /// The same for a text whose words and bytes are counted too.
    public LiveEvaluation live(EncodedText text, Protocol protocol, long budgetBytes) throws EngineException {
        ScoredText scored = ScoredText.of(text, protocol, this::tokenizer);
        return LiveEvaluation.of(decoder, scored.windows(), scored.protocol(), budgetBytes);
    }

    /// Compares the model with what another program computed for it.
    ///
    /// @param file      safetensors with `input_ids` and any of `logits`, `hidden` and `attentions`
    /// @param tolerance what passes; null for what is usual for the device
    /// @throws EngineException if the file cannot be used, or the text does not fit the model or the memory
    public ParityReport parity(
            Path file, @Nullable ParityTolerance tolerance, Progress progress, Cancellation cancellation)
            throws EngineException {
        return ParityCheck.run(decoder, summary().name(), file, tolerance, progress, cancellation);
    }

    /// What sharing costs layer by layer and as it spreads; close it before the model.
    ///
    /// @param ids the text, tokenised as a whole
    /// @throws EngineException if there is not one whole window, or the model has no such layer
    public SharingExperiment sharingExperiment(int[] ids, Protocol protocol, SharingOptions options)
            throws EngineException {
        ScoredText scored = ScoredText.of(ids, protocol, this::tokenizer);
        return SharingExperiment.of(decoder, scored.windows(), scored.protocol(), options, EXPERIMENT_BYTES);
    }

    /// How much the model minds when a layer's attention deviates; close it before the model.
    ///
    /// @param ids the text, tokenised as a whole
    /// @throws EngineException if there is not one whole window, or the model has no such layer
    public SensitivityExperiment sensitivityExperiment(int[] ids, Protocol protocol, SensitivityOptions options)
            throws EngineException {
        ScoredText scored = ScoredText.of(ids, protocol, this::tokenizer);
        return SensitivityExperiment.of(decoder, scored.windows(), scored.protocol(), options, EXPERIMENT_BYTES);
    }

    /// Times prefill and decoding, baseline and plan in turns.
    ///
    /// @param ids at least one token of text to read; repeated as needed
    public SpeedReport speed(
            int[] ids, AttentionPlan plan, SpeedRequest request, Progress progress, Cancellation cancellation)
            throws EngineException {
        return decoder.files().reading(() -> SpeedMeter.measure(decoder, ids, plan, request, progress, cancellation));
    }

    /// Continues a prompt, until there are as many tokens as asked for or the end-of-text token comes.
    public Generation generate(
            int[] ids, GenerationOptions options, AttentionPlan plan, Progress progress, Cancellation cancellation)
            throws EngineException {
        return decoder.files()
                .reading(() -> Generator.generate(decoder, tokenizer(), ids, options, plan, progress, cancellation));
    }

    /// Continues a prompt without sharing and under a plan, in turns.
    ///
    /// @param partial hears of every token, on this thread
    public PairedGeneration generatePaired(
            int[] ids,
            GenerationOptions options,
            AttentionPlan plan,
            Consumer<PairedGeneration> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        return decoder.files()
                .reading(() -> PairedGenerator.generate(
                        decoder, tokenizer(), ids, options, plan, partial, progress, cancellation));
    }

    /// A fit of LiSA layers to this model as it is; close it before the model.
    ///
    /// @param ids the calibration text, tokenised as a whole
    /// @param known fitted adapters to start from, by layer; empty for a fit from the start
    /// @throws EngineException if the text is shorter than two windows
    public Fitter fitter(int[] ids, FitOptions options, Map<Integer, LisaAdapter> known) throws EngineException {
        return Fitter.of(decoder, ids, options, known);
    }

    /// A fit taken up where [Fitter#save] left it.
    ///
    /// @param ids     the same text
    /// @param options the same options
    /// @throws EngineException if the file is of another fit, or damaged
    public Fitter resumeFit(int[] ids, FitOptions options, Path checkpoint) throws EngineException {
        return Fitter.resume(decoder, ids, options, checkpoint);
    }

    @Override
    public void close() {
        decoder.backend().close();
        checkpoint.close();
        if (tokenizer != null) {
            tokenizer.close();
        }
    }
}
