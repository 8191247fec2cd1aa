package org.crosslayer.viz.color;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/// The fast way to a colour ends at the same one as the plain way.
class ColorLookupTest {
    private static final List<ColorScale> SCALES = List.of(
            ColorScale.of(ColorMap.VIRIDIS, new ValueRange(0, 1)),
            ColorScale.of(ColorMap.CIVIDIS, new ValueRange(-3.7, 12.25)),
            ColorScale.of(ColorMap.DIVERGING, new ValueRange(-0.2, 0.05)),
            ColorScale.of(ColorMap.GREY, new ValueRange(1e-9, 3e-9)),
            ColorScale.logarithmic(ColorMap.VIRIDIS, 1, 3),
            ColorScale.logarithmic(ColorMap.CIVIDIS, 0.37, 6),
            ColorScale.of(ColorMap.VIRIDIS, new ValueRange(2, 2)),
            new ColorScale(ColorMap.VIRIDIS, 0.1, 0.9, ColorScale.Transform.LINEAR, false));

    @Test
    void everyValueHasTheColourThatTheScaleGivesIt() {
        Random random = new Random(7);
        for (ColorScale scale : SCALES) {
            double width = scale.high() - scale.low();
            DoubleStream.concat(
                            DoubleStream.of(
                                    Double.NaN,
                                    Double.POSITIVE_INFINITY,
                                    Double.NEGATIVE_INFINITY,
                                    0.0,
                                    -0.0,
                                    Double.MIN_VALUE,
                                    -Double.MIN_VALUE,
                                    Double.MAX_VALUE,
                                    scale.low(),
                                    scale.high(),
                                    Math.nextUp(scale.high()),
                                    Math.nextDown(scale.low())),
                            DoubleStream.generate(() -> scale.low() + (random.nextDouble() * 1.4 - 0.2) * width)
                                    .limit(20_000))
                    .forEach(value -> same(scale, value));
        }
    }

    @Test
    void onBothSidesOfEveryStepToo() {
        for (ColorScale scale : SCALES) {
            for (int step = 0; step < 2 * ColorMap.SIZE; step++) {
                double at = (step / 2.0 + 0.25) / (ColorMap.SIZE - 1);
                double value = scale.transform() == ColorScale.Transform.LOG
                        ? scale.low() * Math.pow(scale.high() / scale.low(), at)
                        : scale.low() + at * (scale.high() - scale.low());
                same(scale, value);
                same(scale, Math.nextUp(value));
                same(scale, Math.nextDown(value));
            }
        }
    }

    private static void same(ColorScale scale, double value) {
        assertEquals(scale.argb(value), ColorLookup.of(scale).argb(value), () -> scale + " at " + value);
    }
}
