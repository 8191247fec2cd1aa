package org.crosslayer.app.workspace;

import java.util.List;
import java.util.stream.IntStream;
import org.crosslayer.engine.model.AttentionPlan;

/// A plan with a name, and with what the user wrote down about it.
///
/// @param name  such as `A`
/// @param notes in the user's words; empty if there are none
/// @param plan  what it says
public record NamedPlan(String name, String notes, AttentionPlan plan) {
    NamedPlan with(AttentionPlan other) {
        return new NamedPlan(name, notes, other);
    }

    /// The layers that do something else in another plan of the same model, ascending.
    public List<Integer> differencesTo(NamedPlan other) {
        return IntStream.range(0, Math.min(plan.nLayers(), other.plan.nLayers()))
                .filter(layer -> !plan.at(layer).equals(other.plan.at(layer)))
                .boxed()
                .toList();
    }
}
