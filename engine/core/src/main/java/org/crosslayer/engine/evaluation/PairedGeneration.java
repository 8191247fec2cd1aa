package org.crosslayer.engine.evaluation;

/// The same prompt continued by the model as it is and under a plan.
///
/// @param options  how
/// @param device   where, one line
/// @param baseline as it is
/// @param plan     under the plan
public record PairedGeneration(GenerationOptions options, String device, Continuation baseline, Continuation plan) {
    /// No token differs so far.
    public static final int NONE = -1;

    /// Index of the first token in which the two differ, one that only one of them has once the other has ended
    /// included; [#NONE] where there is none so far.
    public int firstDifference() {
        int common = Math.min(baseline.ids().size(), plan.ids().size());
        for (int index = 0; index < common; index++) {
            if (!baseline.ids().get(index).equals(plan.ids().get(index))) {
                return index;
            }
        }
        boolean isShorter = baseline.ids().size() < plan.ids().size();
        boolean hasEnded = isShorter ? baseline.isEnded() : plan.isEnded();
        return baseline.ids().size() != plan.ids().size() && hasEnded ? common : NONE;
    }

    /// True once both have ended.
    public boolean isEnded() {
        return baseline.isEnded() && plan.isEnded();
    }
}
