package org.crosslayer.viz.export;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.matrix.Cell;
import org.crosslayer.viz.matrix.Figure;
import org.crosslayer.viz.matrix.FigureColors;
import org.crosslayer.viz.matrix.MatrixSource;

/// Heatmaps as image files: the same figure as [org.crosslayer.viz.matrix.HeatmapView], without toolkit or display.
///
/// @param widthPx width of the image
/// @param fontPx  size of the labels
/// @param colors  paper, labels and lines
/// @param marks   cells that get a small square
public record HeatmapPicture(int widthPx, double fontPx, FigureColors colors, List<Cell> marks) {
    /// Height over width at most; the figure is cut below what it uses.
    private static final double LARGEST_ASPECT = 2;

    /// At this width labels have the size that reads well; other widths scale it.
    private static final double WIDTH_PER_FONT = 60;

    private static final double LEAST_FONT_PX = 9;

    static {
        // No AWT window is ever opened here, so AWT need not look for a display, unless someone chose otherwise.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    public HeatmapPicture {
        if (widthPx < 16) {
            throw new IllegalArgumentException("a picture needs at least 16 pixels of width, got " + widthPx);
        }
        marks = List.copyOf(marks);
    }

    /// A light picture of that width with labels in proportion, for papers.
    public static HeatmapPicture light(int widthPx) {
        return new HeatmapPicture(
                widthPx, Math.max(LEAST_FONT_PX, widthPx / WIDTH_PER_FONT), FigureColors.LIGHT, List.of());
    }

    /// The same picture with these cells marked.
    public HeatmapPicture marking(List<Cell> cells) {
        return new HeatmapPicture(widthPx, fontPx, colors, cells);
    }

    /// Writes a light picture of that width as PNG.
    ///
    /// @throws IOException when the file cannot be written; an older file of that name is then unharmed
    public static void png(MatrixSource matrix, ColorScale scale, int widthPx, Path file) throws IOException {
        light(widthPx).write(matrix, scale, file);
    }

    /// Writes the picture as PNG.
    ///
    /// @throws IOException when the file cannot be written; an older file of that name is then unharmed
    public void write(MatrixSource matrix, ColorScale scale, Path file) throws IOException {
        BufferedImage image = image(matrix, scale);
        FileDraft.write(file, out -> {
            if (!ImageIO.write(image, "png", out)) {
                throw new IOException("this Java has no PNG writer");
            }
        });
    }

    /// The picture in memory, `widthPx` wide and as high as it needs.
    BufferedImage image(MatrixSource matrix, ColorScale scale) {
        ImageIO.setUseCache(false);
        int tallest = (int) (widthPx * LARGEST_ASPECT);
        Figure planned = Figure.of(
                new ImageSurface(blank(1, 1), fontPx), matrix, scale, colors, widthPx, tallest(matrix, tallest));
        int height = (int) Math.ceil(planned.used().height());
        BufferedImage image = blank(widthPx, height);
        Figure.of(new ImageSurface(image, fontPx), matrix, scale, colors, widthPx, height)
                .paint(marks);
        return image;
    }

    /// Matrices with one side much longer fill their box, so it must not be taller than wide.
    private int tallest(MatrixSource matrix, int tallest) {
        return matrix.rows() > matrix.columns() ? tallest : widthPx;
    }

    private BufferedImage blank(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        int[] paper = new int[width * height];
        Arrays.fill(paper, colors.background());
        image.setRGB(0, 0, width, height, paper, 0, width);
        return image;
    }
}
