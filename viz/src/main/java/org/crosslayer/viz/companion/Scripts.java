package org.crosslayer.viz.companion;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Programs that draw a figure elsewhere from its data.
final class Scripts {
    private Scripts() {}

    /// A Python program for matplotlib and NumPy that reads the figure's `.npz`.
    ///
    /// @param npz     name of the data file beside it
    /// @param widthIn width of the figure in inches
    /// @param columns panels beside each other
    static String matplotlib(String npz, double widthIn, int columns, String family, double pointSize) {
        return resource("plot_figure.py")
                .replace("@DATA@", npz.replace("\\", "\\\\").replace("\"", "\\\""))
                .replace("@WIDTH@", Double.toString(widthIn))
                .replace("@COLUMNS@", Integer.toString(columns))
                .replace("@FAMILY@", family)
                .replace("@POINTS@", Double.toString(pointSize));
    }

    static String resource(String name) {
        try (InputStream stream = Scripts.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
