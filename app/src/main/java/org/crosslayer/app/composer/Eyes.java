package org.crosslayer.app.composer;

import org.crosslayer.viz.color.ColorVision;

/// Whose eyes look at the preview; the files stay as they are.
public enum Eyes {
    ALL(ColorVision.FULL),
    GREY(ColorVision.GREY),
    DEUTERANOPIA(ColorVision.DEUTERANOPIA),
    PROTANOPIA(ColorVision.PROTANOPIA),
    TRITANOPIA(ColorVision.TRITANOPIA);

    private final ColorVision vision;

    Eyes(ColorVision vision) {
        this.vision = vision;
    }

    /// As a reader chooses it.
    public String words() {
        return vision.words();
    }

    ColorVision vision() {
        return vision;
    }
}
