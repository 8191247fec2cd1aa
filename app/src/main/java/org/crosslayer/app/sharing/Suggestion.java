package org.crosslayer.app.sharing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.crosslayer.app.control.Numbers;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;

/// A plan for a budget: the layers that cost least by themselves share, as long as their costs together stay within
/// it. What layers cost together is not the product of what each costs alone, so the plan is measured like any other
/// once it is taken.
///
/// @param budget    the most that perplexity may rise, as a share
/// @param plan      the layers within it
/// @param predicted the product of their ratios alone
public record Suggestion(double budget, AttentionPlan plan, double predicted) {
    /// Steps of the trade-off that are offered.
    static final List<Double> BUDGETS = List.of(0.02, 0.05, 0.10, 0.20);

    /// A layer that can be tried: what it would do, and perplexity with it alone over that without.
    record Trial(LayerAttention attention, double ratio) {}

    /// The best within a budget by the costs alone.
    ///
    /// @param trials by layer
    static Suggestion within(double budget, Map<Integer, Trial> trials, int nLayers) {
        List<Map.Entry<Integer, Trial>> cheapest = new ArrayList<>(trials.entrySet());
        cheapest.sort(Comparator.comparingDouble(entry -> entry.getValue().ratio()));
        Map<Integer, LayerAttention> taken = new TreeMap<>();
        double product = 1;
        for (Map.Entry<Integer, Trial> entry : cheapest) {
            double with = product * entry.getValue().ratio();
            if (with <= 1 + budget) {
                product = with;
                taken.put(entry.getKey(), entry.getValue().attention());
            }
        }
        AttentionPlan plan = AttentionPlan.none(nLayers);
        for (Map.Entry<Integer, LayerAttention> entry : taken.entrySet()) {
            plan = plan.with(entry.getKey(), entry.getValue());
        }
        return new Suggestion(budget, plan, product);
    }

    /// Such as `Within +5 %: 6 layers, alone they add up to +4.6 %`.
    public String words() {
        int layers = plan.sharedCount();
        return Numbers.format("Within +%.0f %%: ", 100 * budget)
                + (layers == 0
                        ? "no layer"
                        : Numbers.format(
                                layers == 1
                                        ? "1 layer, by itself %+.1f %%"
                                        : layers + " layers, alone they add up to %+.1f %%",
                                100 * (predicted - 1)));
    }
}
