package org.crosslayer.app.sharing;

/// What a layer's switch says.
public enum SharingMode {
    /// It computes its own attention.
    OWN("Own", "Computes its own attention, as the model was trained."),
    /// It takes the pattern of the layer below, head by head.
    COPY("Copy", "Uses the attention of the layer below as it is, head for head. No queries and keys are computed."),
    /// It takes the pattern of the layer below, each head from the one most like it.
    ALIGNED("Aligned", "Uses the attention of the layer below, each head taking the one most like its own.");

    private final String label;
    private final String explanation;

    SharingMode(String label, String explanation) {
        this.label = label;
        this.explanation = explanation;
    }

    /// The word on the switch.
    public String label() {
        return label;
    }

    /// The same in a sentence.
    public String explanation() {
        return explanation;
    }
}
