package org.crosslayer.viz.chart;

import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.scene.canvas.Canvas;
import org.crosslayer.viz.chart.ChartData.ChartAxis;
import org.crosslayer.viz.chart.ChartData.Mark;
import org.crosslayer.viz.chart.ChartSeries.Point;
import org.jfree.fx.FXGraphics2D;

/// Draws a small chart of each kind where nobody sees it. The first chart of a program has to load JFreeChart and the
/// system's fonts, which takes several frames; after this it takes no longer than others.
public final class ChartRehearsal {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 240;
    private static final int FONT_PX = 12;

    private static final AtomicBoolean PLAYED = new AtomicBoolean();

    private ChartRehearsal() {}

    /// Draws them, unless that was done in this program before; on any thread, meant for one in the background.
    public static void playOnce() {
        if (PLAYED.compareAndSet(false, true)) {
            play();
        }
    }

    /// Draws them.
    static void play() {
        FXGraphics2D graphics = new FXGraphics2D(new Canvas(WIDTH, HEIGHT).getGraphicsContext2D());
        List<ChartSeries> series = List.of(
                new ChartSeries("first", List.of(Point.at(0, 1), Point.between(1, 2, 1.5, 3))),
                new ChartSeries("second", List.of(Point.at(0, 3).labelled("a"), Point.at(1, 1))));
        for (Mark mark : Mark.values()) {
            ChartDrawing.onScreen(ChartColors.LIGHT, FONT_PX)
                    .drawMarked(
                            new ChartData(ChartAxis.counting("layer"), ChartAxis.of("value"), mark, series),
                            1,
                            graphics,
                            new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        }
    }
}
