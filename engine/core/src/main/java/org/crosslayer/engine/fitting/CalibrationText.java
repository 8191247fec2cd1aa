package org.crosslayer.engine.fitting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.crosslayer.engine.error.TooLittleTextException;

/// A text to fit on, and windows of it that are kept apart to measure.
///
/// The text is cut into as many slices as there are windows to hold out, and each slice ends with one: so they
/// are spread over the text, and no fitted window touches them. What is drawn depends on seed, purpose and step
/// only, so that a resumed fit sees what an uninterrupted one would.
final class CalibrationText {
    /// More would cost more time at every measurement than it gains in precision.
    private static final int MOST_HELD_OUT = 6;

    private final int[] ids;
    private final int window;
    private final int slices;
    private final long seed;

    /// @param ids the whole text; not copied
    /// @throws TooLittleTextException if there is not one window to fit on and one to measure
    CalibrationText(int[] ids, FitOptions options) throws TooLittleTextException {
        this.ids = ids;
        this.seed = options.seed();
        window = options.window();
        int pairs = ids.length / (2 * window);
        if (pairs == 0) {
            throw new TooLittleTextException(
                    ids.length,
                    2 * window,
                    "fitting, one window to fit on and one to measure,",
                    "choose a longer text or smaller windows");
        }
        int wanted = (int) Math.max(1, options.heldOutShare() * ids.length / window);
        slices = Math.min(Math.min(wanted, MOST_HELD_OUT), pairs);
    }

    /// `[window]` each.
    List<int[]> heldOut() {
        List<int[]> windows = new ArrayList<>();
        for (int slice = 0; slice < slices; slice++) {
            int end = start(slice + 1);
            windows.add(Arrays.copyOfRange(ids, end - window, end));
        }
        return windows;
    }

    /// The windows of one step, `[window]` each.
    ///
    /// @param purpose what they are for; another purpose has others
    List<int[]> draw(String purpose, int step, int count) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + purpose.hashCode() * 500_009L + step);
        List<int[]> windows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int slice = random.nextInt(slices);
            int first = start(slice) + random.nextInt(start(slice + 1) - start(slice) - 2 * window + 1);
            windows.add(Arrays.copyOfRange(ids, first, first + window));
        }
        return windows;
    }

    private int start(int slice) {
        return (int) ((long) ids.length * slice / slices);
    }
}
