package org.crosslayer.app.shell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.DoubleStream;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Zones beside each other, and what is kept of their places.
final class ColumnsTest {
    private static final double A_PIXEL = 1.01;

    private final Region left = zone(170, 190);
    private final Region centre = zone(400, 600);
    private final Region right = zone(380, 455);
    private final Columns columns = new Columns(List.of(left, centre, right), centre);

    private static Region zone(double least, double own) {
        Region zone = new Region();
        zone.setMinWidth(least);
        zone.setPrefWidth(own);
        return zone;
    }

    private void layOut(double width) {
        columns.resize(width, 600);
        columns.requestLayout();
        columns.layout();
    }

    private static double[] rounded(double... places) {
        return DoubleStream.of(places)
                .map(place -> Math.round(place * 100) / 100.0)
                .toArray();
    }

    @Test
    void zonesThatNobodyDraggedAreKeptAsSuch() {
        layOut(1280);
        assertEquals(190, left.getWidth());
        assertEquals(455, right.getWidth());
        assertArrayEquals(new double[0], columns.positions());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1060, 1166, 1280, 1287, 1440, 1920, 2560})
    void placesOfUndraggedZonesThatWereKeptRoundedCutNothing(double width) {
        columns.setPositions(rounded(190 / width, (width - 455) / width));
        layOut(width);
        assertEquals(190, left.getWidth());
        assertEquals(455, right.getWidth());
        assertArrayEquals(new double[0], columns.positions(), "nobody dragged them");
    }

    @Test
    void aZoneThatWasDraggedIsAsWideAgain() {
        columns.setPositions(250 / 1280.0, 780 / 1280.0);
        layOut(1280);
        assertEquals(250, left.getWidth(), A_PIXEL);
        assertEquals(500, right.getWidth(), A_PIXEL);
        assertArrayEquals(new double[] {250 / 1280.0, 780 / 1280.0}, columns.positions(), A_PIXEL / 1280);
    }

    @Test
    void whateverWasKeptNoZoneIsCutOrOutside() {
        double[] odd = {-3, 0, 0.004, 0.2, 0.5, 0.97, 1, 7, Double.NaN, Double.POSITIVE_INFINITY};
        for (double width : new double[] {950, 1280, 1920}) {
            for (double first : odd) {
                for (double second : odd) {
                    columns.show(List.of(left, centre, right));
                    columns.setPositions(first, second);
                    layOut(width);
                    String where = first + ", " + second + " at " + width;
                    for (Region zone : List.of(left, centre, right)) {
                        assertTrue(zone.getWidth() >= zone.getMinWidth(), where);
                    }
                    assertEquals(0, left.getLayoutX(), where);
                    assertEquals(left.getWidth(), centre.getLayoutX(), A_PIXEL, where);
                    assertEquals(width, right.getLayoutX() + right.getWidth(), 2 * A_PIXEL, where);
                }
            }
        }
    }
}
