package org.crosslayer.viz.paper;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The fonts of figures. They come with the program, so a figure is the same on every machine; all may be embedded
/// (SIL Open Font License) and have the widths of the fonts that papers are set in.
public enum Typeface {
    /// Liberation Serif, as wide as Times.
    SERIF("serif", "LiberationSerif-Regular.ttf", "Liberation Serif", "Times New Roman, Times, serif"),
    /// Liberation Sans, as wide as Arial and Helvetica.
    SANS("sans", "LiberationSans-Regular.ttf", "Liberation Sans", "Arial, Helvetica, sans-serif"),
    /// Liberation Mono, as wide as Courier.
    MONO("mono", "LiberationMono-Regular.ttf", "Liberation Mono", "Courier New, Courier, monospace");

    private static final ConcurrentMap<Typeface, Font> LOADED = new ConcurrentHashMap<>();

    private final String word;
    private final String file;
    private final String family;
    private final String substitutes;

    Typeface(String word, String file, String family, String substitutes) {
        this.word = word;
        this.file = file;
        this.family = family;
        this.substitutes = substitutes;
    }

    /// As recipes write it: `serif`, `sans`, `mono`.
    public String word() {
        return word;
    }

    /// The family's own name, as PDF readers show it.
    public String family() {
        return family;
    }

    /// Families as wide, for an SVG on a machine without this one.
    String substitutes() {
        return substitutes;
    }

    /// The font's file.
    InputStream open() {
        InputStream stream = Typeface.class.getResourceAsStream("/liberation/" + file);
        if (stream == null) {
            throw new IllegalStateException("the font " + file + " is not on the class path");
        }
        return stream;
    }

    /// The font in a size.
    Font font(double points) {
        return LOADED.computeIfAbsent(this, Typeface::load).deriveFont((float) points);
    }

    private static Font load(Typeface face) {
        try (InputStream stream = face.open()) {
            return Font.createFont(Font.TRUETYPE_FONT, stream);
        } catch (FontFormatException fault) {
            throw new IllegalStateException("the bundled font " + face.file + " cannot be read", fault);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
