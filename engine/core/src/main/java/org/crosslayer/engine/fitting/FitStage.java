package org.crosslayer.engine.fitting;

/// The two ways of fitting, in order.
public enum FitStage {
    /// Each layer for itself: its pattern against the frozen model's own, given the frozen model's inputs. Cheap,
    /// because only a forward pass goes through the model.
    LOCAL("layer by layer"),
    /// All layers together: the logits against the frozen model's, through a full backward pass.
    DISTILL("end to end");

    private final String words;

    FitStage(String words) {
        this.words = words;
    }

    /// The stage in a sentence.
    public String words() {
        return words;
    }
}
