package org.crosslayer.engine.evaluation;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/// The largest difference so far between numbers of ours and of a reference.
final class LargestDeviation {
    private double deviation;
    private double reference;
    private String where = "";

    static List<LargestDeviation> list(int count) {
        return Stream.generate(LargestDeviation::new).limit(count).toList();
    }

    /// Looks at `count` more numbers.
    ///
    /// @param place names the place of a number, counted from 0 within this call
    void compare(float[] ours, int oursFrom, float[] theirs, int theirsFrom, int count, IntFunction<String> place) {
        for (int i = 0; i < count; i++) {
            float expected = theirs[theirsFrom + i];
            double difference = difference(ours[oursFrom + i], expected);
            if (difference > deviation) {
                deviation = difference;
                where = place.apply(i);
            }
            double size = Math.abs(expected);
            if (size > reference && size < Double.POSITIVE_INFINITY) {
                reference = size;
            }
        }
    }

    /// What is no number on both sides is no difference, on one side the largest there is.
    private static double difference(float ours, float theirs) {
        if (Float.compare(ours, theirs) == 0) {
            return 0;
        }
        double difference = Math.abs((double) ours - theirs);
        return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    }

    ParityLine line(String what, double tolerance) {
        return new ParityLine(what, deviation, reference, where, tolerance * Math.max(1, reference));
    }

    ParityLine patternLine(String what, double tolerance) {
        return new ParityLine(what, deviation, reference, where, tolerance);
    }
}
