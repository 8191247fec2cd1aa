package org.crosslayer.app.workspace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.crosslayer.app.figure.FigureMaker;
import org.crosslayer.app.figure.Recipe;
import org.crosslayer.engine.ModelFacts;
import org.crosslayer.engine.ModelSummary;
import org.crosslayer.engine.capture.MapPlace;
import org.crosslayer.engine.capture.MemoryRoom;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.NumericFaultException;
import org.crosslayer.engine.evaluation.GenerationOptions;
import org.crosslayer.engine.evaluation.PairedGeneration;
import org.crosslayer.engine.evaluation.ParityLine;
import org.crosslayer.engine.evaluation.ParityReport;
import org.crosslayer.engine.evaluation.ParityTolerance;
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
import org.crosslayer.engine.model.ModelConfig;
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
import org.crosslayer.engine.tokenizer.BosCheck;
import org.crosslayer.engine.tokenizer.Tokenizer;
import org.jspecify.annotations.Nullable;

/// Answers at once, with numbers that are easy to foresee: every shared layer adds 0.1 nats; layers 3 and 2 are
/// the most alike; the head map turns heads round.
public final class FakeAnalyst implements Analyst {
    public static final int LAYERS = 6;
    public static final int HEADS = 4;
    public static final int WINDOWS = 3;
    public static final double BASELINE_NLL = 3;
    public static final double COST_OF_A_LAYER = 0.1;

    static final ModelConfig CONFIG = ModelConfig.llama(LAYERS, HEADS, HEADS, 32, 8, 64, 256, 1024, true);

    private final String name;
    private final List<AttentionPlan> evaluated = new ArrayList<>();
    private final FakeFits fits = new FakeFits();
    private final FakePlans plans = new FakePlans();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private final AtomicInteger captures = new AtomicInteger();
    private final Set<MapPlace> captured = ConcurrentHashMap.newKeySet();
    private long heapBytes = 1L << 40;
    private boolean closed;
    private volatile boolean isSlow;

    public FakeAnalyst(String name) {
        this.name = name;
    }

    /// The plans that were measured, in order.
    public List<AttentionPlan> evaluated() {
        return List.copyOf(evaluated);
    }

    /// How often attention maps were asked for.
    public int captures() {
        return captures.get();
    }

    /// All maps that were ever asked for.
    public Set<MapPlace> captured() {
        return Set.copyOf(captured);
    }

    /// Forgets what was evaluated.
    public void forget() {
        evaluated.clear();
    }

    /// From now on timing takes for ever, unless it is cancelled.
    public void timeForEver() {
        isSlow = true;
    }

    public boolean isClosed() {
        return closed;
    }

    /// A subject over this model and a text long enough for three windows.
    public Subject subject() {
        String content = "abcdefghij".repeat(200);
        OpenText text = new OpenText(
                Path.of("text.txt"),
                content,
                content.chars().boxed().toList(),
                BosCheck.of(new FakeTokenizer(), List.of()));
        return new Subject(this, summary(), device(), text);
    }

    @Override
    public ModelSummary summary() {
        return new ModelSummary(name, Path.of(name), CONFIG, 12_345, 24_690, List.of());
    }

    @Override
    public String device() {
        return "no device";
    }

    @Override
    public Tokenizer tokenizer() {
        return new FakeTokenizer();
    }

    /// From now on there is so little memory that maps of `tokens` tokens just fit the heap.
    public void leaveRoomFor(int tokens) {
        heapBytes = (long) Float.BYTES * Sampling.MAPS_LOOKED_AT * tokens * tokens;
    }

    @Override
    public ModelFacts facts() {
        return new ModelFacts(
                List.of(new ModelFacts.Section("Model", List.of(new ModelFacts.Fact("name", name)))), List.of());
    }

    @Override
    public MemoryRoom memoryRoom() {
        return new MemoryRoom(1L << 40, heapBytes);
    }

    @Override
    public ParityReport parity(Path reference, Progress progress, Cancellation cancellation) {
        return new ParityReport(
                name,
                String.valueOf(reference.getFileName()),
                device(),
                40,
                ParityTolerance.FAST,
                List.of(new ParityLine("logits", 1e-5, 12, "token 3, id 4", 0.024)));
    }

    @Override
    public List<int[]> windows(int[] ids, Protocol protocol) {
        return IntStream.range(0, WINDOWS).mapToObj(_ -> ids).toList();
    }

    /// Everywhere the layer and a tenth of the head; the mean as over the heads of all models.
    @Override
    public Map<MapPlace, FloatMatrix> maps(
            int[] ids, AttentionPlan plan, Set<MapPlace> places, Progress progress, Cancellation cancellation) {
        captured.addAll(places);
        captures.incrementAndGet();
        return places.stream()
                .collect(Collectors.toMap(
                        place -> place,
                        place -> constant(
                                ids.length,
                                place.layer()
                                        + (place.head() == MapPlace.MEAN ? (HEADS - 1) / 2f : place.head()) / 10f)));
    }

    @Override
    public LayerSimilarity similarity(
            List<int[]> windows,
            SimilarityOptions options,
            Consumer<LayerSimilarity> partial,
            Progress progress,
            Cancellation cancellation) {
        asked.merge("similarity", 1, Integer::sum);
        return FakeComparisons.layers(options, windows.size(), partial);
    }

    @Override
    public HeadSimilarity headSimilarity(
            List<int[]> windows,
            SimilarityOptions options,
            Consumer<HeadSimilarity> partial,
            Progress progress,
            Cancellation cancellation) {
        asked.merge("headSimilarity", 1, Integer::sum);
        return FakeComparisons.heads(options, windows.size(), partial, cancellation);
    }

    @Override
    public LayerInfluence influence(
            List<int[]> windows,
            SinkHandling sink,
            Consumer<LayerInfluence> partial,
            Progress progress,
            Cancellation cancellation) {
        asked.merge("influence", 1, Integer::sum);
        return FakeComparisons.influence(windows.size(), partial);
    }

    /// How often a question about likeness was asked, by its name.
    public int asked(String question) {
        return asked.getOrDefault(question, 0);
    }

    @Override
    public List<HeadAlignment> align(
            List<int[]> windows, MatchMethod method, Progress progress, Cancellation cancellation) {
        return FakeComparisons.neighbours(method);
    }

    @Override
    public HeadAlignment align(
            List<int[]> windows,
            int layer,
            int source,
            MatchMethod method,
            Progress progress,
            Cancellation cancellation) {
        return FakeComparisons.alignment(layer, source, method, List.of(1, 0, 3, 2));
    }

    @Override
    public ExplainedScores explained(
            List<int[]> windows,
            int layer,
            LayerAttention.Shared attention,
            Progress progress,
            Cancellation cancellation) {
        double added = attention instanceof LayerAttention.Lisa ? 0.25 : 0;
        return new ExplainedScores(
                layer,
                attention.source(),
                IntStream.range(0, HEADS)
                        .mapToObj(head -> new ExplainedScores.Head(1, 0, 0.7 - head / 10.0, 0.7 - head / 10.0 + added))
                        .toList(),
                windows.size());
    }

    @Override
    public FitSnapshot fit(
            FitRequest request, Consumer<FitSnapshot> partial, Progress progress, Cancellation cancellation)
            throws NumericFaultException {
        return fits.fit(request, partial, cancellation);
    }

    /// From now on a fit does not get beyond this step of 25; a negative one lets it go on.
    public void stopFitAt(int step) {
        fits.stopAt(step);
    }

    /// From now on a fit runs away at this step of 25.
    public void failFitAt(int step) {
        fits.failAt(step);
    }

    /// The fits that were asked for, one that was taken up once.
    public List<FitRequest> fitted() {
        return fits.fitted();
    }

    @Override
    public SavedPlan readPlan(Path file) throws BadFileException {
        return plans.read(file);
    }

    @Override
    public void writePlan(Path file, AttentionPlan plan, FitNotes notes) throws BadFileException {
        plans.write(file, plan, notes);
    }

    /// The plan that was saved last.
    public @Nullable SavedPlan saved() {
        return plans.saved();
    }

    @Override
    public PerplexityReport evaluate(
            OpenText text,
            Protocol protocol,
            AttentionPlan plan,
            Consumer<PerplexityReport> estimates,
            Cancellation cancellation) {
        evaluated.add(plan);
        for (int windows = 1; windows < WINDOWS; windows++) {
            cancellation.check();
            estimates.accept(FakeMeasures.report(protocol, plan, windows));
        }
        return FakeMeasures.report(protocol, plan, WINDOWS);
    }

    @Override
    public PerplexityReport probe(OpenText text, Protocol protocol, AttentionPlan variant, Cancellation cancellation) {
        return evaluate(text, protocol, variant, _ -> {}, cancellation);
    }

    @Override
    public List<WindowLosses> losses(
            OpenText text,
            Protocol protocol,
            AttentionPlan reference,
            AttentionPlan plan,
            Consumer<List<WindowLosses>> partial,
            Cancellation cancellation) {
        asked.merge("losses", 1, Integer::sum);
        return FakeDetails.losses(text, protocol, reference, plan, partial, cancellation);
    }

    @Override
    public List<HeadStatistics> headStatistics(
            List<int[]> windows, SinkHandling sink, Progress progress, Cancellation cancellation) {
        asked.merge("headStatistics", 1, Integer::sum);
        return FakeDetails.headStatistics();
    }

    @Override
    public HeadLikeness headsLike(
            List<int[]> windows,
            int layer,
            int head,
            Consumer<HeadLikeness> partial,
            Progress progress,
            Cancellation cancellation) {
        asked.merge("headsLike", 1, Integer::sum);
        return FakeDetails.headsLike(layer, head, windows.size(), partial, cancellation);
    }

    /// One token after the other; after the fifth those under a plan that shares differ. Slow if timing is.
    @Override
    public PairedGeneration generate(
            int[] ids,
            GenerationOptions options,
            AttentionPlan plan,
            Consumer<PairedGeneration> partial,
            Progress progress,
            Cancellation cancellation) {
        asked.merge("generate", 1, Integer::sum);
        return FakeDetails.generate(options, plan, partial, () -> isSlow, cancellation);
    }

    @Override
    public SharingResult sharing(
            OpenText text,
            Protocol protocol,
            SharingOptions options,
            Consumer<SharingResult> partial,
            Progress progress,
            Cancellation cancellation) {
        return FakeExperiments.sharing(protocol, options, partial, () -> isSlow, cancellation);
    }

    @Override
    public SensitivityResult sensitivity(
            OpenText text,
            Protocol protocol,
            SensitivityOptions options,
            Consumer<SensitivityResult> partial,
            Progress progress,
            Cancellation cancellation) {
        return FakeExperiments.sensitivity(protocol, options, partial, cancellation);
    }

    @Override
    public PerplexityReport compare(
            OpenText text,
            Protocol protocol,
            AttentionPlan plan,
            Consumer<PerplexityReport> estimates,
            Progress progress,
            Cancellation cancellation) {
        PerplexityReport all = FakeMeasures.compared(protocol, plan);
        estimates.accept(all);
        return all;
    }

    @Override
    public SpeedReport speed(
            int[] ids, AttentionPlan plan, SpeedRequest request, Progress progress, Cancellation cancellation) {
        progress.report("warming up", 0);
        return FakeMeasures.speed(device(), request, () -> isSlow, cancellation);
    }

    @Override
    public FigureMaker.Outcome figure(Recipe recipe, Path folder, Progress progress, Cancellation cancellation) {
        return FakeFigures.of(recipe);
    }

    @Override
    public void close() {
        closed = true;
    }

    private static FloatMatrix constant(int n, float value) {
        float[] values = new float[n * n];
        Arrays.fill(values, value);
        return FloatMatrix.copyOf(n, n, values);
    }
}
