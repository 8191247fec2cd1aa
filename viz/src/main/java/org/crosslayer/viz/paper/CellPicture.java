package org.crosslayer.viz.paper;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.crosslayer.viz.export.FileDraft;
import org.crosslayer.viz.matrix.MatrixSource;

/// The cells of a heatmap as a PNG of one pixel each, for programs that cannot hold so many as shapes: TeX runs out of
/// memory at some ten thousand.
public final class CellPicture {
    private static final int WHITE = 0xFFFFFFFF;

    private CellPicture() {}

    /// Whether a panel has more cells than are drawn as shapes, as in the figure itself.
    public static boolean isNeeded(Panel panel) {
        return panel instanceof Panel.Heatmap heatmap
                && (long) heatmap.matrix().rows() * heatmap.matrix().columns() > PaperStyle.MOST_SHAPES;
    }

    /// Its name beside the long CSV file of the panel.
    public static String name(String csv) {
        return csv.substring(0, csv.length() - ".csv".length()) + "-cells.png";
    }

    /// Writes rows from above, columns from the left; white where a causal map has no cell.
    public static Path write(Panel.Heatmap heatmap, Path file) throws IOException {
        MatrixSource matrix = heatmap.matrix();
        BufferedImage image = new BufferedImage(matrix.columns(), matrix.rows(), BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < matrix.rows(); row++) {
            for (int column = 0; column < matrix.columns(); column++) {
                boolean exists = !matrix.causal() || column <= row;
                image.setRGB(column, row, exists ? heatmap.scale().argb(matrix.valueAt(row, column)) : WHITE);
            }
        }
        FileDraft.write(file, out -> ImageIO.write(image, "png", out));
        return file;
    }
}
