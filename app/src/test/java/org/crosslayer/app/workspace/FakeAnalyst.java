package org.crosslayer.app.workspace;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
import org.crosslayer.engine.evaluation.Divergence;
import org.crosslayer.engine.evaluation.GenerationOptions;
import org.crosslayer.engine.evaluation.Interval;
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
import org.crosslayer.engine.experiment.SensitivityPoint;
import org.crosslayer.engine.experiment.SensitivityResult;
import org.crosslayer.engine.experiment.SharingMethod;
import org.crosslayer.engine.experiment.SharingOptions;
import org.crosslayer.engine.experiment.SharingPoint;
import org.crosslayer.engine.experiment.SharingResult;
import org.crosslayer.engine.experiment.SharingSeries;
import org.crosslayer.engine.fitting.FitPoint;
import org.crosslayer.engine.fitting.FitResult;
import org.crosslayer.engine.fitting.FitStage;
import org.crosslayer.engine.format.Checkpoint;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Deviation;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.sharing.FitNotes;
import org.crosslayer.engine.sharing.ModelIdentity;
import org.crosslayer.engine.sharing.PlanFile;
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

    private static final int BATCH = 1;
    private final String name;
    private final List<AttentionPlan> evaluated = new ArrayList<>();
    private final List<FitRequest> fitted = new ArrayList<>();
    private final List<FitPoint> points = new ArrayList<>();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private final AtomicInteger captures = new AtomicInteger();
    private final Set<MapPlace> captured = ConcurrentHashMap.newKeySet();
    private @Nullable SavedPlan saved;
    private volatile int stopAt = -1;
    private volatile int failAt = -1;
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
        ModelConfig config = ModelConfig.llama(LAYERS, HEADS, HEADS, 32, 8, 64, 256, 1024, true);
        return new ModelSummary(name, Path.of(name), config, 12_345, 24_690, List.of());
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
        heapBytes = 2L * Float.BYTES * Sampling.MAPS_LOOKED_AT * tokens * tokens;
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

    /// A step for every 25 that are asked for; each leaves a better state. Every step can be interrupted and is
    /// taken up by an equal request.
    @Override
    public FitSnapshot fit(
            FitRequest request, Consumer<FitSnapshot> partial, Progress progress, Cancellation cancellation)
            throws NumericFaultException {
        if (!request.equals(fitted.isEmpty() ? null : fitted.getLast())) {
            fitted.add(request);
            points.clear();
        }
        int last = request.options().local().steps() / 25;
        FitSnapshot snapshot = FitSnapshot.NONE;
        for (int step = points.size(); step <= last; step++) {
            do {
                cancellation.check();
            } while (step == stopAt);
            if (step == failAt) {
                throw NumericFaultException.whileFitting(
                        request.options().layers().getFirst(), 25 * step);
            }
            double heldOut = 1.0 / (1 + step);
            points.add(new FitPoint(
                    FitStage.LOCAL,
                    25 * step,
                    25 * last,
                    step == 0 ? Double.NaN : heldOut,
                    heldOut,
                    step,
                    last - step));
            snapshot = new FitSnapshot(points, state(request, step, heldOut));
            partial.accept(snapshot);
        }
        return snapshot;
    }

    private static FitResult state(FitRequest request, int step, double heldOut) {
        Map<Integer, LisaAdapter> adapters = new TreeMap<>();
        ModelConfig config = new FakeAnalyst("same").summary().config();
        for (int layer : request.options().layers()) {
            adapters.put(layer, LisaAdapter.random(config, request.options().lisa(), 1000L * layer + step));
        }
        return new FitResult(AttentionPlan.none(LAYERS), adapters, heldOut, FitStage.LOCAL, 25 * step);
    }

    /// From now on a fit does not get beyond this step of 25; a negative one lets it go on.
    public void stopFitAt(int step) {
        stopAt = step;
    }

    /// From now on a fit runs away at this step of 25.
    public void failFitAt(int step) {
        failAt = step;
    }

    /// The fits that were asked for, one that was taken up once.
    public List<FitRequest> fitted() {
        return List.copyOf(fitted);
    }

    /// Layers 2 and 3 as LiSA; files called `other.json` belong to another model.
    @Override
    public SavedPlan readPlan(Path file) throws BadFileException {
        if (file.endsWith("other.json")) {
            throw new BadFileException(file, "was made for another model: open that one.");
        }
        ModelConfig config = summary().config();
        if (Files.exists(file)) {
            return new SavedPlan(file, PlanFile.read(file, identity()), PlanFile.notes(file));
        }
        LisaOptions options = LisaOptions.defaults(HEADS);
        AttentionPlan plan = AttentionPlan.none(LAYERS)
                .with(2, new LayerAttention.Lisa(1, LisaAdapter.random(config, options, 2)))
                .with(3, new LayerAttention.Lisa(2, LisaAdapter.random(config, options, 3)));
        return new SavedPlan(file, plan, new FitNotes(Map.of("calibration", "novel.txt"), Map.of()));
    }

    @Override
    public void writePlan(Path file, AttentionPlan plan, FitNotes notes) throws BadFileException {
        if (file.isAbsolute()) {
            PlanFile.write(file, plan, identity(), notes);
        }
        saved = new SavedPlan(file, plan, notes);
    }

    /// Without weights all models are the same.
    private ModelIdentity identity() {
        return new ModelIdentity(summary().config(), new Checkpoint() {
            @Override
            public Map<String, MappedTensor> tensors() {
                return Map.of();
            }

            @Override
            public Map<String, String> metadata() {
                return Map.of();
            }

            @Override
            public void close() {}
        });
    }

    /// The plan that was saved last.
    public @Nullable SavedPlan saved() {
        return saved;
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
            estimates.accept(report(protocol, plan, windows));
        }
        return report(protocol, plan, WINDOWS);
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
        return FakeDetails.generate(options, plan, partial, () -> isSlow, cancellation);
    }

    /// Copied layers add 0.1 nats each, aligned ones half of that, LiSA a tenth; one point after the other.
    @Override
    public SharingResult sharing(
            OpenText text,
            Protocol protocol,
            SharingOptions options,
            Consumer<SharingResult> partial,
            Progress progress,
            Cancellation cancellation) {
        List<SharingPoint> points = new ArrayList<>();
        for (SharingSeries series : options.series()) {
            List<Integer> order =
                    series == SharingSeries.TOP_DOWN ? options.layers().reversed() : options.layers();
            for (SharingMethod method : SharingMethod.values()) {
                for (int index = 0; index < order.size(); index++) {
                    cancellation.check();
                    List<Integer> layers =
                            series.isCumulative() ? order.subList(0, index + 1) : order.subList(index, index + 1);
                    double each = COST_OF_A_LAYER
                            / switch (method) {
                                case COPIED -> 1;
                                case ALIGNED -> 2;
                                case LISA -> 10;
                            };
                    PerplexityReport report = report(protocol, each * layers.size(), WINDOWS);
                    points.add(new SharingPoint(series, method, order.get(index), layers, report));
                    partial.accept(new SharingResult(options, protocol, WINDOWS, points));
                    while (isSlow) {
                        cancellation.check();
                        Thread.onSpinWait();
                    }
                }
            }
        }
        return new SharingResult(options, protocol, WINDOWS, points);
    }

    /// A deviation adds its size in nats, divided by the layer's number and one.
    @Override
    public SensitivityResult sensitivity(
            OpenText text,
            Protocol protocol,
            SensitivityOptions options,
            Consumer<SensitivityResult> partial,
            Progress progress,
            Cancellation cancellation) {
        List<SensitivityPoint> points = new ArrayList<>();
        for (int layer : options.layers()) {
            for (Deviation deviation : options.deviations()) {
                cancellation.check();
                PerplexityReport report = report(protocol, deviation.size() / (layer + 1), WINDOWS);
                points.add(new SensitivityPoint(layer, deviation, report));
                partial.accept(new SensitivityResult(options, protocol, WINDOWS, points));
            }
        }
        return new SensitivityResult(options, protocol, WINDOWS, points);
    }

    @Override
    public PerplexityReport compare(
            OpenText text,
            Protocol protocol,
            AttentionPlan plan,
            Consumer<PerplexityReport> estimates,
            Progress progress,
            Cancellation cancellation) {
        PerplexityReport likelihoods = report(protocol, plan, WINDOWS);
        PerplexityReport all = new PerplexityReport(
                protocol,
                WINDOWS,
                WINDOWS,
                likelihoods.scoredTokens(),
                likelihoods.nll(),
                BASELINE_NLL,
                likelihoods.interval(),
                null,
                new Divergence(1533, 0.125, 0.0031, List.of(new Divergence.Quantile(1, 4.5)), 0.875, 0.01));
        estimates.accept(all);
        return all;
    }

    @Override
    public SpeedReport speed(
            int[] ids, AttentionPlan plan, SpeedRequest request, Progress progress, Cancellation cancellation) {
        progress.report("warming up", 0);
        while (isSlow) {
            cancellation.check();
            Thread.onSpinWait();
        }
        SpeedReport.Samples baseline = new SpeedReport.Samples(List.of(1000.0, 1010.0, 990.0));
        SpeedReport.Samples faster = new SpeedReport.Samples(List.of(1200.0, 1210.0, 1190.0));
        SpeedReport.Samples same = new SpeedReport.Samples(List.of(990.0, 1020.0, 991.0));
        return new SpeedReport(
                new SpeedRequest(request.prompt(), request.generate(), BATCH, request.repeats()),
                device(),
                new SpeedReport.Paired(baseline, faster),
                new SpeedReport.Paired(baseline, same));
    }

    @Override
    public FigureMaker.Outcome figure(Recipe recipe, Path folder, Progress progress, Cancellation cancellation) {
        return FakeFigures.of(recipe);
    }

    @Override
    public void close() {
        closed = true;
    }

    private static PerplexityReport report(Protocol protocol, AttentionPlan plan, int windows) {
        return report(protocol, COST_OF_A_LAYER * plan.sharedCount(), windows);
    }

    private static PerplexityReport report(Protocol protocol, double cost, int windows) {
        double nll = BASELINE_NLL + cost;
        Interval interval = new Interval(1.01, 1.2, 0.95);
        return new PerplexityReport(protocol, windows, WINDOWS, 511L * windows, nll, BASELINE_NLL, interval);
    }

    private static FloatMatrix constant(int n, float value) {
        float[] values = new float[n * n];
        java.util.Arrays.fill(values, value);
        return FloatMatrix.copyOf(n, n, values);
    }
}
