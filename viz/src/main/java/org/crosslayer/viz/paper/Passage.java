package org.crosslayer.viz.paper;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A text with a shade behind each of its parts that says how much something changes there, on paper of a fixed width
/// and as high as the text wants.
///
/// @param lines     the text, each line wrapped by itself where it is longer than the paper is wide; at least one
/// @param strongest the change, positive, that gets the strongest shade; so does everything beyond it
/// @param legend    what the shades are, beside their ends, such as `nats a token`; empty for no legend
/// @param caption   sentences below; empty for none
/// @param width     of the paper
/// @param style     how everything is drawn
public record Passage(
        List<List<Part>> lines, double strongest, String legend, String caption, Length width, PaperStyle style) {
    /// A part of the text, such as a token.
    ///
    /// @param text   as it is read; line breaks in it must be visible signs
    /// @param change above zero dearer, below cheaper; NaN for parts that were not measured
    /// @param framed whether it gets a frame, as what is chosen in a window does
    public record Part(String text, double change, boolean framed) {}

    public Passage {
        lines = lines.stream().map(List::copyOf).toList();
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("A passage has at least one line.");
        }
        if (!(strongest > 0)) {
            throw new IllegalArgumentException(
                    "The change with the strongest shade is above zero, got " + strongest + ".");
        }
    }

    /// How strong the shade of a change is, `[-1, 1]`; null where nothing was measured.
    @Nullable
    Double strength(double change) {
        return Double.isNaN(change) ? null : Math.clamp(change / strongest, -1, 1);
    }
}
