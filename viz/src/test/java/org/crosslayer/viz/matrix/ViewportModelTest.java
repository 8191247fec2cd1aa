package org.crosslayer.viz.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ViewportModelTest {
    @Test
    void zoomKeepsThePointUnderThePointerWhereItIs() {
        ViewportModel viewport = sized(100, 100);
        viewport.zoom(2, 30, 60);
        GridWindow window = viewport.window();
        assertEquals(0.3, (30 - window.top()) / window.rows(), 1e-12);
        assertEquals(0.6, (60 - window.left()) / window.columns(), 1e-12);
        assertTrue(viewport.isZoomed());
        viewport.reset();
        assertFalse(viewport.isZoomed());
    }

    @Property(tries = 100)
    void theWindowNeverLeavesTheMatrix(
            @ForAll @DoubleRange(min = 0.05, max = 40) double factor,
            @ForAll @DoubleRange(min = -300, max = 300) double down,
            @ForAll @DoubleRange(min = -300, max = 300) double right) {
        ViewportModel viewport = sized(64, 200);
        viewport.zoom(factor, 10, 20);
        viewport.pan(down, right);
        GridWindow window = viewport.window();
        assertTrue(window.top() >= 0 && window.top() + window.rows() <= 64 + 1e-9, window.toString());
        assertTrue(window.left() >= 0 && window.left() + window.columns() <= 200 + 1e-9, window.toString());
        assertTrue(window.rows() >= 4, window.toString());
    }

    @Test
    void revealMovesNoFurtherThanNeeded() {
        ViewportModel viewport = sized(100, 100);
        viewport.show(new GridWindow(10, 10, 20, 20));
        viewport.reveal(new Cell(15, 15));
        assertEquals(new GridWindow(10, 10, 20, 20), viewport.window());
        viewport.reveal(new Cell(30, 5));
        assertEquals(new GridWindow(11, 5, 20, 20), viewport.window());
    }

    @Test
    void anotherMatrixOfTheSameSizeKeepsTheZoom() {
        ViewportModel viewport = sized(100, 100);
        viewport.zoom(4, 50, 50);
        viewport.resize(100, 100);
        assertTrue(viewport.isZoomed());
        viewport.resize(80, 80);
        assertEquals(GridWindow.whole(80, 80), viewport.window());
    }

    private static ViewportModel sized(int rows, int columns) {
        ViewportModel viewport = new ViewportModel();
        viewport.resize(rows, columns);
        return viewport;
    }
}
