package org.crosslayer.viz.matrix;

/// What a figure is drawn on: a canvas in a window, an image without a display.
///
/// Lengths are in the surface's own units, y goes down, colours are `0xAARRGGBB`. Having one painter for all surfaces
/// keeps the picture in the file the same as the one on the screen.
public interface Surface {
    /// Which end of a text stands at the given point, in reading direction.
    enum Align {
        /// The text begins there.
        START,
        /// The middle of the text is there.
        MIDDLE,
        /// The text ends there.
        END
    }

    /// Height of a line of labels.
    double lineHeight();

    /// Width that a label takes.
    double textWidth(String text);

    /// Width of frames and tick marks.
    default double lineWidth() {
        return 1;
    }

    /// A number as it is written here: as it is in files, as the user's locale has it on the screen.
    default String number(String neutral) {
        return neutral;
    }

    /// Device pixels in one unit.
    double pixelsPerUnit();

    /// Draws a label whose line is centred on `y`.
    void text(String text, double x, double y, Align align, int argb);

    /// Draws a label turned to read upwards, its line centred on `x`.
    void textUpwards(String text, double x, double y, Align align, int argb);

    /// Fills a rectangle.
    void fill(double x, double y, double width, double height, int argb);

    /// Draws pixels `[rows, columns]` over a rectangle without smoothing. Each is opaque, or transparent and
    /// leaves what was there. The array is handed over: it must not change any more.
    void pixels(int[] argb, int columns, int rows, double x, double y, double width, double height);

    /// Draws the four sides of a rectangle inwards, `thickness` wide.
    default void frame(double x, double y, double width, double height, double thickness, int argb) {
        fill(x, y, width, thickness, argb);
        fill(x, y + height - thickness, width, thickness, argb);
        fill(x, y + thickness, thickness, height - 2 * thickness, argb);
        fill(x + width - thickness, y + thickness, thickness, height - 2 * thickness, argb);
    }

    /// The text itself where it fits, else its beginning with an ellipsis; empty where not even that fits.
    default String elided(String text, double room) {
        if (textWidth(text) <= room) {
            return text;
        }
        int fits = 0;
        int tooLong = text.length();
        while (tooLong - fits > 1) {
            int middle = (fits + tooLong) / 2;
            if (textWidth(text.substring(0, middle) + "…") <= room) {
                fits = middle;
            } else {
                tooLong = middle;
            }
        }
        if (fits > 0 && Character.isHighSurrogate(text.charAt(fits - 1))) {
            fits--;
        }
        return fits == 0 ? "" : text.substring(0, fits) + "…";
    }
}
