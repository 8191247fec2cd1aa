package org.crosslayer.engine.experiment;

/// How a layer takes its attention from the layer below.
public enum SharingMethod {
    /// The pattern as it is, head by head.
    COPIED("copied"),
    /// The pattern with the heads matched up first.
    ALIGNED("aligned"),
    /// Aligned scores and a low-rank difference.
    LISA("LiSA");

    private final String words;

    SharingMethod(String words) {
        this.words = words;
    }

    /// As it is printed.
    public String words() {
        return words;
    }
}
