package org.crosslayer.app.measures;

import java.util.List;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;

/// What of a plan its speed depends on: everything but the values of fitted parts.
///
/// @param layers one entry a layer
record PlanShape(List<Object> layers) {
    static PlanShape of(AttentionPlan plan) {
        return new PlanShape(plan.layers().stream().map(PlanShape::of).toList());
    }

    private static Object of(LayerAttention attention) {
        return attention instanceof LayerAttention.Lisa(int source, var adapter)
                ? List.of(source, adapter.options())
                : attention;
    }
}
