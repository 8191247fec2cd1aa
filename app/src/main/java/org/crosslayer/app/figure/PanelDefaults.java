package org.crosslayer.app.figure;

import java.util.List;
import java.util.Objects;
import org.crosslayer.app.figure.PanelRecipe.AllHeads;
import org.crosslayer.app.figure.PanelRecipe.Attention;
import org.crosslayer.app.figure.PanelRecipe.Bands;
import org.crosslayer.app.figure.PanelRecipe.Cost;
import org.crosslayer.app.figure.PanelRecipe.Data;
import org.crosslayer.app.figure.PanelRecipe.Difference;
import org.crosslayer.app.figure.PanelRecipe.Heads;
import org.crosslayer.app.figure.PanelRecipe.Influence;
import org.crosslayer.app.figure.PanelRecipe.Layers;
import org.crosslayer.app.figure.PanelRecipe.Profile;
import org.crosslayer.app.figure.PanelRecipe.Scatter;
import org.crosslayer.app.figure.PanelRecipe.TradeOff;
import org.crosslayer.engine.similarity.HeadMode;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.engine.similarity.Metric;
import org.crosslayer.engine.similarity.SinkHandling;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.paper.Panel;
import org.jspecify.annotations.Nullable;

/// What a panel was made with where its recipe left it to the program, so that a recipe that was followed says all of
/// it and makes the same figure with a later program, whose defaults may be others.
final class PanelDefaults {
    static final List<String> METHODS = List.of("copied", "hungarian");
    static final int TOKENS = 32;
    private static final String BASE = "e";

    private PanelDefaults() {}

    /// The recipe with every key filled in.
    ///
    /// @param made what came of it
    static PanelRecipe filled(PanelRecipe recipe, Panel made) {
        PanelRecipe asked = asked(recipe);
        @Nullable ScaleRecipe scale = scale(made);
        return scale == null ? asked : asked.dressed(asked.title(), scale);
    }

    private static PanelRecipe asked(PanelRecipe recipe) {
        return switch (recipe) {
            case Layers it ->
                new Layers(
                        it.title(),
                        metric(it.metric()),
                        heads(it.heads()),
                        base(it.metric(), it.logBase()),
                        sink(it.sink()),
                        it.scale());
            case Heads it -> new Heads(it.title(), it.layer(), below(it.source(), it.layer()), it.method(), it.scale());
            case AllHeads it ->
                new AllHeads(
                        it.title(),
                        metric(it.metric()),
                        base(it.metric(), it.logBase()),
                        sink(it.sink()),
                        it.layer(),
                        it.source(),
                        it.scale());
            case Bands it ->
                new Bands(
                        it.title(),
                        it.layer(),
                        below(it.source(), it.layer()),
                        Objects.requireNonNullElse(it.method(), Words.of(MatchMethod.HUNGARIAN)),
                        it.scale());
            case Attention it -> new Attention(it.title(), it.at(), first(it.first()), tokens(it.tokens()), it.scale());
            case Difference it ->
                new Difference(it.title(), it.at(), it.minus(), first(it.first()), tokens(it.tokens()), it.scale());
            case Profile it ->
                new Profile(
                        it.title(),
                        metric(it.metric()),
                        heads(it.heads()),
                        base(it.metric(), it.logBase()),
                        sink(it.sink()));
            case Influence it -> new Influence(it.title(), sink(it.sink()));
            case Cost it -> new Cost(it.title(), Objects.requireNonNullElse(it.methods(), METHODS));
            case TradeOff it ->
                new TradeOff(
                        it.title(),
                        it.plans(),
                        Objects.requireNonNullElse(it.against(), Words.of(CostPanels.Against.OPERATIONS)));
            case Scatter it ->
                new Scatter(
                        it.title(),
                        Objects.requireNonNullElse(it.x(), Words.of(HeadMeasure.ENTROPY)),
                        Objects.requireNonNullElse(it.y(), Words.of(HeadMeasure.SINK)),
                        sink(it.sink()));
            case PanelRecipe.Fitting it ->
                new PanelRecipe.Fitting(
                        it.title(),
                        it.reports(),
                        Objects.requireNonNullElse(it.against(), Words.of(ReportPanels.Against.STEPS)));
            case Data it ->
                new Data(
                        it.title(),
                        it.data(),
                        Objects.requireNonNullElse(it.index(), 0),
                        it.caption(),
                        it.of(),
                        it.scale());
        };
    }

    private static @Nullable ScaleRecipe scale(Panel made) {
        @Nullable
        ColorScale used =
                switch (made) {
                    case Panel.Heatmap it -> it.scale();
                    case Panel.Bands it -> it.scale();
                    case Panel.Chart _ -> null;
                };
        return used == null ? null : ScaleRecipe.of(used);
    }

    private static String metric(@Nullable String metric) {
        return Objects.requireNonNullElse(metric, Words.of(Metric.JSD));
    }

    private static String heads(@Nullable String heads) {
        return Objects.requireNonNullElse(heads, Words.of(HeadMode.MEAN));
    }

    private static String sink(@Nullable String sink) {
        return Objects.requireNonNullElse(sink, Words.of(SinkHandling.KEEP));
    }

    /// Only divergences have logarithms.
    private static @Nullable String base(@Nullable String metric, @Nullable String base) {
        return base == null && metric(metric).equals(Words.of(Metric.JSD)) ? BASE : base;
    }

    private static int below(@Nullable Integer source, int layer) {
        return source == null ? layer - 1 : source;
    }

    private static int first(@Nullable Integer first) {
        return first == null ? 0 : first;
    }

    private static int tokens(@Nullable Integer tokens) {
        return tokens == null ? TOKENS : tokens;
    }
}
