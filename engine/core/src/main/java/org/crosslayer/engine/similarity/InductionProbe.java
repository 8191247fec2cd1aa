package org.crosslayer.engine.similarity;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.model.RowSpan;

/// Finds the heads that look for what came after an earlier occurrence of the token that they read.
///
/// As C. Olsson and others do ("In-context Learning and Induction Heads", 2022): a sequence of random tokens is
/// repeated once, so that nothing but the repetition can be known, and in its second half the attention on the
/// token after the
/// earlier occurrence is averaged. The tokens are drawn from the text, so that they are common and none is special.
final class InductionProbe implements ForwardObserver {
    /// Long enough for a mean over many rows, short enough to cost less than a window.
    private static final int LONGEST = 128;
    private static final int SHORTEST = 2;
    private static final long SEED = 1;

    private final Decoder decoder;
    private final int nHeads;
    private final int period;
    private final double[][] sums;

    /// @param longest positions that there is room for
    InductionProbe(Decoder decoder, int longest) {
        this.decoder = decoder;
        nHeads = decoder.config().nHeads();
        period = Math.min(LONGEST, longest / 2);
        sums = new double[decoder.config().nLayers()][nHeads];
    }

    /// The sequence to run, `[2 × period]`; empty where there is too little room for one.
    int[] ids(List<int[]> windows) {
        if (period < SHORTEST) {
            return new int[0];
        }
        int[] text = windows.stream().flatMapToInt(Arrays::stream).toArray();
        SplittableRandom random = new SplittableRandom(SEED);
        int[] ids = new int[2 * period];
        for (int i = 0; i < period; i++) {
            ids[i] = text[random.nextInt(text.length)];
            ids[period + i] = ids[i];
        }
        return ids;
    }

    @Override
    public boolean wantsPattern(int layer) {
        return true;
    }

    @Override
    public void pattern(int layer, RowSpan span, Tensor pattern) {
        float[] slab = decoder.backend().read(pattern);
        for (int row = Math.max(0, period - span.firstRow()); row < span.rows(); row++) {
            int after = span.firstRow() + row - period + 1;
            for (int head = 0; head < nHeads; head++) {
                sums[layer][head] += slab[(head * span.rows() + row) * span.keys() + after];
            }
        }
    }

    /// Mean over the rows of the second half; NaN where nothing was run.
    double of(int layer, int head) {
        return period < SHORTEST ? Double.NaN : sums[layer][head] / period;
    }
}
