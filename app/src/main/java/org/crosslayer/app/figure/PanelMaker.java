package org.crosslayer.app.figure;

import java.io.IOException;
import org.crosslayer.engine.error.EngineException;

/// Makes the panels of a recipe, each kind in a class of its own.
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

    Made make(PanelRecipe recipe) throws EngineException, IOException, RecipeException {
        return switch (recipe) {
            case PanelRecipe.Layers layers -> similarity.layers(layers);
            case PanelRecipe.Profile profile -> similarity.profile(profile);
            case PanelRecipe.Heads pair -> similarity.heads(pair);
            case PanelRecipe.Bands bands -> similarity.bands(bands);
            case PanelRecipe.Attention attention -> maps.attention(attention);
            case PanelRecipe.Difference difference -> maps.difference(difference);
            case PanelRecipe.Cost cost -> costs.cost(cost);
            case PanelRecipe.TradeOff tradeOff -> costs.tradeOff(tradeOff);
            case PanelRecipe.Fitting fitting -> reports.fitting(fitting);
            case PanelRecipe.Scatter scatter -> heads.scatter(scatter);
        };
    }

    /// An absent title is no title.
    static String title(PanelRecipe recipe) {
        String title = recipe.title();
        return title == null ? "" : title;
    }
}
