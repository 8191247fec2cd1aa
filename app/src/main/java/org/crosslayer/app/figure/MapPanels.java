package org.crosslayer.app.figure;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.crosslayer.engine.capture.MapPlace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.similarity.SinkHandling;
import org.crosslayer.engine.tensor.FloatMatrix;
import org.crosslayer.viz.color.ColorMap;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.color.ValueRange;
import org.crosslayer.viz.matrix.Axis;
import org.crosslayer.viz.matrix.Caption;
import org.crosslayer.viz.matrix.LabelledMatrix;
import org.crosslayer.viz.paper.Panel;
import org.jspecify.annotations.Nullable;

/// Attention patterns of some tokens of the text, and what one has more than another.
final class MapPanels {
    private static final ValueRange NONE = new ValueRange(0, 0);
    private static final String AXES = " Rows: queries; columns: keys; " + SinkHandling.KEEP.words() + ".";

    private final Evidence evidence;

    MapPanels(Evidence evidence) {
        this.evidence = evidence;
    }

    Made attention(PanelRecipe.Attention recipe) throws EngineException, RecipeException {
        int[] ids = passage(recipe.first(), recipe.tokens());
        FloatMatrix map = map(recipe.at(), ids);
        LabelledMatrix matrix = labelled(map.toArray(), ids, "attention");
        // Shares of attention begin at none.
        ColorScale scale = ColorScale.of(ColorMap.VIRIDIS, matrix.range().union(NONE));
        return new Made(
                new Panel.Heatmap("", matrix, scale, List.of()),
                "Attention pattern of " + words(recipe.at()) + text(recipe.first(), ids) + AXES);
    }

    Made difference(PanelRecipe.Difference recipe) throws EngineException, RecipeException {
        int[] ids = passage(recipe.first(), recipe.tokens());
        float[] values = map(recipe.at(), ids).toArray();
        float[] others = map(recipe.minus(), ids).toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] -= others[i];
        }
        LabelledMatrix matrix = labelled(values, ids, "difference of attention");
        ColorScale scale = ColorScale.of(ColorMap.DIVERGING, matrix.range());
        return new Made(
                new Panel.Heatmap("", matrix, scale, List.of()),
                "Attention pattern of " + words(recipe.at()) + ", less that of " + words(recipe.minus())
                        + text(recipe.first(), ids) + AXES);
    }

    private FloatMatrix map(PanelRecipe.Place place, int[] ids) throws EngineException, RecipeException {
        int layer = evidence.layer(place.layer(), 0);
        Integer head = place.head();
        MapPlace at = head == null ? MapPlace.mean(layer) : new MapPlace(layer, evidence.head(head));
        return Objects.requireNonNull(evidence.model()
                .maps(ids, evidence.plan(place.plan()), Set.of(at), evidence.progress(), evidence.cancellation())
                .get(at));
    }

    private int[] passage(@Nullable Integer first, @Nullable Integer tokens) throws RecipeException {
        int from = first == null ? 0 : first;
        int wanted = tokens == null ? PanelDefaults.TOKENS : tokens;
        int[] ids = evidence.ids();
        if (from < 0
                || wanted < 1
                || wanted > ids.length - from
                || wanted > evidence.model().config().nCtx()) {
            throw new RecipeException("The recipe wants a map of " + wanted + " tokens"
                    + (from == 0 ? "" : " from token " + from) + "; " + evidence.textName() + " has " + ids.length
                    + " and the model takes " + evidence.model().config().nCtx() + ".");
        }
        return Arrays.copyOfRange(ids, from, from + wanted);
    }

    private LabelledMatrix labelled(float[] values, int[] ids, String name) throws EngineException {
        List<String> tokens = TokenWords.of(ids, evidence.model().tokenizer());
        return LabelledMatrix.of(ids.length, ids.length, values)
                .labelled(tokens, tokens)
                .captioned(new Caption("", Axis.of("query"), Axis.of("key"), name, ""))
                .asCausal();
    }

    private String words(PanelRecipe.Place place) throws EngineException {
        String head = place.head() == null ? ", mean over heads" : ", head " + place.head();
        AttentionPlan plan = evidence.plan(place.plan());
        List<String> shared = IntStream.range(0, plan.nLayers())
                .filter(plan::isShared)
                .mapToObj(Integer::toString)
                .toList();
        String sharing = shared.isEmpty()
                ? ""
                : " under a plan by which " + shared.size() + " of " + plan.nLayers() + " layers share ("
                        + String.join(", ", shared) + ")";
        return "layer " + place.layer() + head + sharing;
    }

    private String text(@Nullable Integer first, int[] ids) {
        String which = first == null || first == 0
                ? "the first " + ids.length + " tokens"
                : "tokens " + first + " to " + (first + ids.length - 1) + ", read by themselves,";
        return " of " + evidence.modelName() + "; " + which + " of " + evidence.textName() + ".";
    }
}
