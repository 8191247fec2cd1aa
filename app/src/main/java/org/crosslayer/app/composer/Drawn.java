package org.crosslayer.app.composer;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What became of a draft: a picture with its captions, or a sentence that says what is wrong.
///
/// @param preview null if there is no picture
/// @param caption in plain text
/// @param latex   the caption as LaTeX
/// @param problem empty if there is a picture
public record Drawn(@Nullable PaperPreview preview, String caption, String latex, String problem) {
    private static final double POINT_MM = 25.4 / 72;
    private static final double INCH_PT = 72;

    static final Drawn NOTHING = new Drawn(null, "", "", "");

    static Drawn failed(String sentence) {
        return new Drawn(null, "", "", sentence);
    }

    /// Its size on paper in words; empty without a picture.
    public String size() {
        PaperPreview shown = preview;
        return shown == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%.1f × %.1f mm (%.2f × %.2f in)",
                        shown.widthPt() * POINT_MM,
                        shown.heightPt() * POINT_MM,
                        shown.widthPt() / INCH_PT,
                        shown.heightPt() / INCH_PT);
    }
}
