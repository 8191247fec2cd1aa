package org.crosslayer.app.figure;

import java.io.IOException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.color.ValueRange;
import org.crosslayer.viz.paper.Panel;

/// Makes the panels of a recipe, each kind in a class of its own: first the numbers, then title and colours.
final class PanelMaker {
    private final SimilarityPanels similarity;
    private final MapPanels maps;
    private final CostPanels costs;
    private final ReportPanels reports;
    private final HeadPanels heads;

    PanelMaker(Evidence evidence) {
        similarity = new SimilarityPanels(evidence);
        maps = new MapPanels(evidence);
        costs = new CostPanels(evidence);
        reports = new ReportPanels(evidence.folder());
        heads = new HeadPanels(evidence);
    }

    /// The panel as its recipe words and colours it.
    static Made dressed(Made bare, PanelRecipe recipe) throws RecipeException {
        String title = recipe.title() == null ? "" : recipe.title();
        Panel panel =
                switch (bare.panel()) {
                    case Panel.Heatmap it ->
                        new Panel.Heatmap(
                                title,
                                it.matrix(),
                                ScaleRecipe.scale(
                                        recipe.scale(),
                                        it.scale().map(),
                                        range(it.scale(), it.matrix().range())),
                                it.marks());
                    case Panel.Bands it ->
                        new Panel.Bands(
                                title,
                                it.pairing(),
                                ScaleRecipe.scale(
                                        recipe.scale(),
                                        it.scale().map(),
                                        it.pairing().range()));
                    case Panel.Chart it -> new Panel.Chart(title, it.data());
                };
        return new Made(panel, bare.caption());
    }

    /// Between which values colours run if nobody says so: those of the panel's own scale, which may begin at a natural
    /// zero; where that is symmetric about zero, those that were found, for other colours than its own.
    private static ValueRange range(ColorScale own, ValueRange found) {
        return own.map().isDiverging() ? found : new ValueRange(own.low(), own.high());
    }

    /// The panel without a title, in the colours that suit it.
    Made bare(PanelRecipe recipe) throws EngineException, IOException, RecipeException {
        return switch (recipe) {
            case PanelRecipe.Layers layers -> similarity.layers(layers);
            case PanelRecipe.Profile profile -> similarity.profile(profile);
            case PanelRecipe.Influence influence -> similarity.influence(influence);
            case PanelRecipe.AllHeads all -> similarity.allHeads(all);
            case PanelRecipe.Heads pair -> similarity.heads(pair);
            case PanelRecipe.Bands bands -> similarity.bands(bands);
            case PanelRecipe.Attention attention -> maps.attention(attention);
            case PanelRecipe.Difference difference -> maps.difference(difference);
            case PanelRecipe.Cost cost -> costs.cost(cost);
            case PanelRecipe.TradeOff tradeOff -> costs.tradeOff(tradeOff);
            case PanelRecipe.Fitting fitting -> reports.fitting(fitting);
            case PanelRecipe.Scatter scatter -> heads.scatter(scatter);
            case PanelRecipe.Data data -> reports.data(data);
        };
    }
}
