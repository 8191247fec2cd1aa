package org.crosslayer.app.figure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.crosslayer.app.figure.Recipe.Source;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.LiveEvaluation;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Savings;
import org.crosslayer.engine.evaluation.SpeedReport;
import org.crosslayer.engine.evaluation.SpeedRequest;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.viz.chart.ChartData;
import org.crosslayer.viz.chart.ChartData.ChartAxis;
import org.crosslayer.viz.chart.ChartData.Mark;
import org.crosslayer.viz.chart.ChartSeries;
import org.crosslayer.viz.chart.ChartSeries.Point;
import org.crosslayer.viz.paper.Panel;

/// What sharing costs in perplexity: layer by layer, and plan by plan against what is saved.
final class CostPanels {
    private static final long KEPT_BYTES = 1L << 30;
    private static final double PER_CENT = 100;

    private final Evidence evidence;
    private final Map<Source, PerplexityReport> perplexities = new HashMap<>();
    private final Map<Source, SpeedReport> speeds = new HashMap<>();

    CostPanels(Evidence evidence) {
        this.evidence = evidence;
    }

    /// How a layer may take the pattern of the one below.
    enum Method {
        COPIED("copied"),
        ARGMIN("aligned (argmin)"),
        HUNGARIAN("aligned (Hungarian)");

        private final String legend;

        Method(String legend) {
            this.legend = legend;
        }
    }

    /// Whether no two runs find quite the same, so that a figure made again must be of the numbers that were kept.
    static boolean isTimed(PanelRecipe panel) {
        return panel instanceof PanelRecipe.TradeOff it
                && (Words.of(Against.PREFILL).equals(it.against())
                        || Words.of(Against.DECODE).equals(it.against()));
    }

    /// What a plan may be weighed against.
    enum Against {
        OPERATIONS("multiply-adds of a token saved (%)"),
        CHANNELS("query and key channels saved (%)"),
        CACHE("bytes of cache saved (%)"),
        PARAMETERS("query and key parameters saved (%)"),
        PREFILL("prefill speed (× that without sharing)"),
        DECODE("decoding speed (× that without sharing)");

        private final String title;

        Against(String title) {
            this.title = title;
        }

        boolean isMeasured() {
            return this == PREFILL || this == DECODE;
        }
    }

    Made cost(PanelRecipe.Cost recipe) throws EngineException, RecipeException {
        List<String> wanted = recipe.methods() == null ? PanelDefaults.METHODS : recipe.methods();
        List<ChartSeries> series = new ArrayList<>();
        PerplexityReport last = null;
        try (LiveEvaluation live = evidence.model().live(evidence.text(), evidence.protocol(), KEPT_BYTES)) {
            for (String word : wanted) {
                Method method = Words.constant(Method.class, word, Method.COPIED, "methods");
                List<Point> points = new ArrayList<>();
                for (LayerAttention shared : sharing(method)) {
                    int layer = points.size() + 1;
                    evidence.progress().report("Layer " + layer + " " + method.legend, (double) layer / layers());
                    AttentionPlan plan = AttentionPlan.none(layers()).with(layer, shared);
                    last = live.probe(plan, evidence.cancellation());
                    points.add(LayerCharts.cost(layer, last));
                }
                series.add(new ChartSeries(method.legend, points));
            }
        }
        if (last == null) {
            throw new RecipeException("The recipe's methods name nothing, or the model has a single layer.");
        }
        ChartData data =
                new ChartData(ChartAxis.counting("shared layer"), ChartAxis.of("Δ perplexity (%)"), Mark.BARS, series);
        return new Made(
                new Panel.Chart("", data),
                "Perplexity when a single layer takes the attention pattern of the layer below, over that without"
                        + " sharing: " + protocol(last));
    }

    Made tradeOff(PanelRecipe.TradeOff recipe) throws EngineException, RecipeException {
        Against against = Words.constant(Against.class, recipe.against(), Against.OPERATIONS, "against");
        Map<String, List<Point>> groups = new LinkedHashMap<>();
        PerplexityReport last = null;
        for (PanelRecipe.NamedPlan named : recipe.plans()) {
            AttentionPlan plan = evidence.plan(named.plan());
            last = perplexity(named.plan(), plan);
            Point cost = LayerCharts.cost(saved(named.plan(), plan, against), last);
            groups.computeIfAbsent(named.group() == null ? "" : named.group(), _ -> new ArrayList<>())
                    .add(cost.labelled(named.name()));
        }
        if (last == null) {
            throw new RecipeException("The recipe's trade-off names no plans.");
        }
        List<ChartSeries> series = new ArrayList<>();
        groups.forEach((name, points) -> series.add(new ChartSeries(name, points)));
        boolean joined = recipe.plans().stream().allMatch(plan -> plan.group() != null);
        ChartData data = new ChartData(
                ChartAxis.of(against.title),
                ChartAxis.of("Δ perplexity (%)"),
                joined ? Mark.LINES : Mark.POINTS,
                series);
        String measured = against.isMeasured()
                ? " Speed: medians of pairwise ratios of " + SpeedRequest.DEFAULT.repeats() + " runs in turns on "
                        + evidence.model().deviceDescription() + "."
                : " Savings by arithmetic for a token that sees "
                        + evidence.cutting().tokens() + " keys.";
        return new Made(
                new Panel.Chart("", data),
                "Perplexity of plans over that without sharing: " + protocol(last) + measured);
    }

    /// Panels of one figure that weigh the same plan show the same measurement of it.
    private PerplexityReport perplexity(Source source, AttentionPlan plan) throws EngineException, RecipeException {
        PerplexityReport known = perplexities.get(source);
        if (known == null) {
            known = evidence.model()
                    .perplexity(
                            evidence.text(),
                            evidence.protocol(),
                            plan,
                            null,
                            evidence.progress(),
                            evidence.cancellation());
            perplexities.put(source, known);
        }
        return known;
    }

    /// Prefill and decoding are timed together, so that both panels of a figure are of the same runs.
    private SpeedReport speed(Source source, AttentionPlan plan) throws EngineException {
        SpeedReport known = speeds.get(source);
        if (known == null) {
            known = evidence.model()
                    .speed(evidence.ids(), plan, SpeedRequest.DEFAULT, evidence.progress(), evidence.cancellation());
            speeds.put(source, known);
        }
        return known;
    }

    private double saved(Source source, AttentionPlan plan, Against against) throws EngineException {
        if (against.isMeasured()) {
            SpeedReport speed = speed(source, plan);
            return against == Against.PREFILL
                    ? speed.prefill().ratio()
                    : speed.decode().ratio();
        }
        Savings savings =
                Savings.of(evidence.model().config(), plan, evidence.cutting().tokens());
        return PER_CENT
                * switch (against) {
                    case OPERATIONS -> savings.operationShare();
                    case CHANNELS -> savings.channelShare();
                    case PARAMETERS -> savings.parameterShare();
                    case CACHE, PREFILL, DECODE -> savings.cacheShare();
                };
    }

    /// How each layer from 1 on would share.
    private List<LayerAttention> sharing(Method method) throws EngineException {
        List<LayerAttention> layers = new ArrayList<>();
        if (method == Method.COPIED) {
            for (int layer = 1; layer < layers(); layer++) {
                layers.add(new LayerAttention.CopyPattern(layer - 1));
            }
            return layers;
        }
        MatchMethod matching = method == Method.ARGMIN ? MatchMethod.ARGMIN : MatchMethod.HUNGARIAN;
        List<HeadAlignment> alignments =
                evidence.model().align(evidence.windows(), matching, evidence.progress(), evidence.cancellation());
        for (HeadAlignment alignment : alignments) {
            layers.add(new LayerAttention.MappedPattern(alignment.source(), alignment.map()));
        }
        return layers;
    }

    private int layers() {
        return evidence.model().config().nLayers();
    }

    private String protocol(PerplexityReport report) {
        return String.format(
                Locale.ROOT,
                "%s; %s; n = %d scored tokens; %.4f without sharing. Bars: 95 %% intervals from paired differences.",
                report.protocol().words(),
                evidence.subject(report.windows()),
                report.scoredTokens(),
                report.baselinePerplexity());
    }
}
