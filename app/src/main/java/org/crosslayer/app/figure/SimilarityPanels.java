package org.crosslayer.app.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.HeadMode;
import org.crosslayer.engine.similarity.HeadSimilarity;
import org.crosslayer.engine.similarity.LayerInfluence;
import org.crosslayer.engine.similarity.LayerSimilarity;
import org.crosslayer.engine.similarity.LogBase;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.engine.similarity.Metric;
import org.crosslayer.engine.similarity.SimilarityOptions;
import org.crosslayer.engine.similarity.SinkHandling;
import org.crosslayer.engine.tensor.DoubleMatrix;
import org.crosslayer.viz.color.ColorMap;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.matrix.Axis;
import org.crosslayer.viz.matrix.Caption;
import org.crosslayer.viz.matrix.Cell;
import org.crosslayer.viz.matrix.LabelledMatrix;
import org.crosslayer.viz.paper.Pairing;
import org.crosslayer.viz.paper.Panel;
import org.jspecify.annotations.Nullable;

/// How alike layers and heads are: matrices, matched pairs, and the profile along the layers.
final class SimilarityPanels {
    private static final String SINK = "; " + SinkHandling.KEEP.words() + ".";

    private final Evidence evidence;

    SimilarityPanels(Evidence evidence) {
        this.evidence = evidence;
    }

    Made layers(PanelRecipe.Layers recipe) throws EngineException, RecipeException {
        SimilarityOptions options = options(recipe.metric(), recipe.heads(), recipe.logBase(), recipe.sink());
        LayerSimilarity similarity = similarity(options);
        DoubleMatrix values = similarity.values();
        LabelledMatrix matrix = LabelledMatrix.of(values.rows(), values.columns(), values.toArray())
                .captioned(new Caption(
                        "",
                        Axis.of("layer"),
                        Axis.of("layer"),
                        LayerCharts.valueName(options),
                        LayerCharts.unit(options)));
        ColorScale scale = ColorScale.of(ColorMap.VIRIDIS, matrix.range());
        return new Made(
                new Panel.Heatmap("", matrix, scale, List.of()),
                "Similarity of the attention patterns of all pairs of layers: " + words(similarity));
    }

    Made profile(PanelRecipe.Profile recipe) throws EngineException, RecipeException {
        SimilarityOptions options = options(recipe.metric(), recipe.heads(), recipe.logBase(), recipe.sink());
        LayerSimilarity similarity = similarity(options);
        return new Made(
                new Panel.Chart("", LayerCharts.divergence(similarity)),
                "Each layer's attention patterns against those of the layer below: " + words(similarity)
                        + " Bars: 1.96 standard errors over windows.");
    }

    Made influence(PanelRecipe.Influence recipe) throws EngineException, RecipeException {
        SinkHandling sink = Words.constant(SinkHandling.class, recipe.sink(), SinkHandling.KEEP, "sink");
        LayerInfluence influence = evidence.model()
                .influence(evidence.windows(), sink, _ -> {}, evidence.progress(), evidence.cancellation());
        return new Made(
                new Panel.Chart("", LayerCharts.influence(influence)),
                "Block influence of each layer, 1 − cos of the residual stream before and after it: mean over "
                        + (sink == SinkHandling.KEEP ? "all positions" : "all positions but the first of a window")
                        + "; " + evidence.subject(influence.windows()) + ", n = " + influence.rows()
                        + " positions. The last layer's output is read after the final norm.");
    }

    Made allHeads(PanelRecipe.AllHeads recipe) throws EngineException, RecipeException {
        SimilarityOptions options = options(recipe.metric(), null, recipe.logBase(), recipe.sink());
        Integer layer = recipe.layer() == null ? null : Integer.valueOf(evidence.layer(recipe.layer(), 0));
        Integer source = recipe.source() == null ? null : Integer.valueOf(evidence.layer(recipe.source(), 0));
        HeadSimilarity similarity = evidence.model()
                .headSimilarity(evidence.windows(), options, _ -> {}, evidence.progress(), evidence.cancellation());
        LabelledMatrix matrix = HeadMatrix.of(similarity, layer, source);
        ColorScale scale = ColorScale.of(ColorMap.VIRIDIS, matrix.range());
        return new Made(
                new Panel.Heatmap("", matrix, scale, List.of()),
                "Similarity of the attention patterns of "
                        + (layer == null && source == null ? "all pairs of heads" : HeadMatrix.words(layer, source))
                        + ": " + options.wordsOfHeads() + "; " + evidence.subject(similarity.windows()) + ", n = "
                        + similarity.rows() + " rows.");
    }

    Made heads(PanelRecipe.Heads recipe) throws EngineException, RecipeException {
        MatchMethod method = Words.constant(MatchMethod.class, recipe.method(), MatchMethod.HUNGARIAN, "method");
        HeadAlignment alignment = alignment(recipe.layer(), recipe.source(), method);
        DoubleMatrix cost = alignment.cost();
        Caption caption = new Caption(
                "",
                new Axis("head", "head of layer " + alignment.layer()),
                new Axis("head", "head of layer " + alignment.source()),
                "JSD",
                "nats");
        LabelledMatrix matrix =
                LabelledMatrix.of(cost.rows(), cost.columns(), cost.toArray()).captioned(caption);
        List<Cell> marks = recipe.method() == null
                ? List.of()
                : IntStream.range(0, cost.rows())
                        .mapToObj(head -> new Cell(head, alignment.map().get(head)))
                        .toList();
        ColorScale scale = ColorScale.of(ColorMap.VIRIDIS, matrix.range());
        String marked = recipe.method() == null ? "" : " Squares: " + matched(alignment);
        return new Made(
                new Panel.Heatmap("", matrix, scale, marks),
                "Jensen–Shannon divergence (nats) of all heads of layer " + alignment.layer() + " to all of layer "
                        + alignment.source() + ", mean over rows of " + evidence.subject(windows()) + SINK
                        + marked);
    }

    Made bands(PanelRecipe.Bands recipe) throws EngineException, RecipeException {
        MatchMethod method = Words.constant(MatchMethod.class, recipe.method(), MatchMethod.HUNGARIAN, "method");
        HeadAlignment alignment = alignment(recipe.layer(), recipe.source(), method);
        int nHeads = alignment.map().size();
        List<String> names =
                IntStream.range(0, nHeads).mapToObj(Integer::toString).toList();
        List<Pairing.Pair> pairs = new ArrayList<>();
        for (int head = 0; head < nHeads; head++) {
            double value = alignment.cost().at(head, alignment.map().get(head));
            pairs.add(new Pairing.Pair(alignment.map().get(head), head, value));
        }
        Pairing pairing = new Pairing(
                "head of layer " + alignment.source(),
                "head of layer " + alignment.layer(),
                names,
                names,
                pairs,
                "JSD (nats)");
        return new Made(
                new Panel.Bands("", pairing, ColorScale.of(ColorMap.CIVIDIS, pairing.range())),
                "Heads of layer " + alignment.source() + " (left) that serve those of layer " + alignment.layer()
                        + " (right): " + matched(alignment) + " Mean over rows of " + evidence.subject(windows())
                        + SINK);
    }

    private static String matched(HeadAlignment alignment) {
        String how = alignment.method() == MatchMethod.HUNGARIAN
                ? "one to one with the smallest sum (Hungarian method)"
                : "each head's closest, several may take the same (argmin)";
        return "matched pairs, " + how
                + String.format(
                        Locale.ROOT,
                        "; mean divergence %.4f nats matched, %.4f by index.",
                        alignment.matchedCost(),
                        alignment.sameIndexCost());
    }

    private HeadAlignment alignment(int layer, @Nullable Integer source, MatchMethod method)
            throws EngineException, RecipeException {
        int upper = evidence.layer(layer, 1);
        int lower = source == null ? upper - 1 : source;
        if (lower < 0 || lower >= upper) {
            throw new RecipeException("The recipe's source " + lower + " must lie below layer " + upper + ".");
        }
        return evidence.model()
                .alignment(evidence.windows(), upper, lower, method, evidence.progress(), evidence.cancellation());
    }

    private LayerSimilarity similarity(SimilarityOptions options) throws EngineException {
        return evidence.model()
                .similarity(evidence.windows(), options, _ -> {}, evidence.progress(), evidence.cancellation());
    }

    private int windows() throws EngineException {
        return evidence.windows().size();
    }

    private String words(LayerSimilarity similarity) {
        return similarity.options().words() + "; " + evidence.subject(similarity.windows()) + ", n = "
                + similarity.rows() + " rows.";
    }

    private static SimilarityOptions options(
            @Nullable String metric, @Nullable String heads, @Nullable String logBase, @Nullable String sink)
            throws RecipeException {
        if (logBase != null && !logBase.equals("e") && !logBase.equals("2")) {
            throw new RecipeException("The recipe's logBase is \"" + logBase + "\"; it must be e or 2.");
        }
        return new SimilarityOptions(
                Words.constant(Metric.class, metric, Metric.JSD, "metric"),
                Words.constant(HeadMode.class, heads, HeadMode.MEAN, "heads"),
                "2".equals(logBase) ? LogBase.TWO : LogBase.E,
                Words.constant(SinkHandling.class, sink, SinkHandling.KEEP, "sink"));
    }
}
