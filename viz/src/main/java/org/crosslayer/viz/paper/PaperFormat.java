package org.crosslayer.viz.paper;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.crosslayer.viz.export.FileDraft;

/// The files that a sheet can become. The same sheet gives the same bytes: no times, no random names.
public enum PaperFormat {
    /// Text stays text, in an embedded subset of a TrueType font.
    PDF {
        @Override
        void write(PaperPainter painter, PaperStyle style, double dpi, OutputStream out) throws IOException {
            PdfWriter.write(painter, style, out);
        }
    },
    /// Text stays text, or becomes outlines where the style says so.
    SVG {
        @Override
        void write(PaperPainter painter, PaperStyle style, double dpi, OutputStream out) throws IOException {
            SvgWriter.write(painter, style, out);
        }
    },
    /// Pixels at a resolution that the file states.
    PNG {
        @Override
        void write(PaperPainter painter, PaperStyle style, double dpi, OutputStream out) throws IOException {
            PngWriter.write(painter, dpi, out);
        }
    };

    /// What printers want.
    public static final double PRINT_DPI = 300;

    static {
        // No AWT window is ever opened here, so AWT need not look for a display, unless someone chose otherwise.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    /// The format that a file's name asks for.
    public static Optional<PaperFormat> of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> name.endsWith(format.suffix()))
                .findFirst();
    }

    /// Such as `.pdf`.
    public String suffix() {
        return "." + name().toLowerCase(Locale.ROOT);
    }

    /// Writes the sheet, whole or not at all.
    ///
    /// @param dpi dots an inch of a PNG
    /// @throws IllegalArgumentException if the sheet is too small for its labels; the message is a sentence
    /// @throws IOException              if the file cannot be written; an older one is then unharmed
    public void write(Sheet sheet, double dpi, Path file) throws IOException {
        SheetPainter painter = SheetPainter.of(sheet);
        FileDraft.write(file, out -> write(painter, sheet.style(), dpi, out));
    }

    /// Writes the passage, whole or not at all.
    ///
    /// @param dpi dots an inch of a PNG
    /// @throws IOException if the file cannot be written; an older one is then unharmed
    public void write(Passage passage, double dpi, Path file) throws IOException {
        PassagePainter painter = PassagePainter.of(passage);
        FileDraft.write(file, out -> write(painter, passage.style(), dpi, out));
    }

    abstract void write(PaperPainter painter, PaperStyle style, double dpi, OutputStream out) throws IOException;
}
