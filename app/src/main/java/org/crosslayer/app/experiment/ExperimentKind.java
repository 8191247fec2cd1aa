package org.crosslayer.app.experiment;

/// What can be tried.
public enum ExperimentKind {
    /// Copied against aligned against LiSA.
    SHARING("What sharing costs"),
    /// Layers that deviate by a known amount.
    SENSITIVITY("How sensitive layers are");

    private final String words;

    ExperimentKind(String words) {
        this.words = words;
    }

    /// As it is offered.
    public String words() {
        return words;
    }
}
