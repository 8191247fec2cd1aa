package org.crosslayer.app.sharing;

import java.util.List;

/// Where a layer gets its attention from.
public enum SharingMode {
    /// It computes its own attention.
    OWN("Own", "give own attention back to", "Computes its own attention, as the model was trained."),
    /// It takes the pattern of the layer below, head by head.
    COPY(
            "Copy",
            "copy into",
            "Uses the attention of the layer below as it is, head for head. No queries and keys are computed."),
    /// It takes the pattern of the layer below, each head from the one most like it.
    ALIGNED(
            "Aligned",
            "copy aligned into",
            "Uses the attention of the layer below, each head taking the one most like its own."),
    /// It takes corrected scores of a lower layer; its parts must be fitted first.
    LISA(
            "LiSA",
            "use LiSA in",
            "Uses the scores of a lower layer, its heads aligned and a small fitted difference added.");

    /// The ones that the switch offers.
    static final List<SharingMode> SWITCHED = List.of(OWN, COPY, ALIGNED, LISA);

    private final String label;
    private final String verb;
    private final String explanation;

    SharingMode(String label, String verb, String explanation) {
        this.label = label;
        this.verb = verb;
        this.explanation = explanation;
    }

    /// The word on the switch or in the row.
    public String label() {
        return label;
    }

    /// What undo calls the step, before the layer.
    String verb() {
        return verb;
    }

    /// The same in a sentence.
    public String explanation() {
        return explanation;
    }
}
