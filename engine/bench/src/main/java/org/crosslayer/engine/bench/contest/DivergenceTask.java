package org.crosslayer.engine.bench.contest;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.CpuBackend;
import org.crosslayer.engine.backend.PairTerm;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.BackendUnavailableException;

/// The Jensen–Shannon divergence of every head of one layer from every head of another, row by row, on one thread.
final class DivergenceTask implements Player.Task {
    private final Backend backend = backend();
    private final Workspace memory = backend.workspace();
    private final Tensor p;
    private final Tensor q;
    private final double[] sums;

    /// @param sizes heads, and rows of a square pattern
    DivergenceTask(int... sizes) {
        int heads = sizes[0];
        int n = sizes[1];
        sums = new double[heads * heads];
        Random random = new Random(1);
        p = pattern(heads, n, random);
        q = pattern(heads, n, random);
    }

    private static Backend backend() {
        try {
            return new CpuBackend(1);
        } catch (BackendUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }

    private Tensor pattern(int heads, int n, Random random) {
        float[] scores = new float[heads * n * n];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) random.nextGaussian();
        }
        Tensor pattern = memory.allocate(heads, n, n);
        backend.write(scores, pattern);
        backend.softmax(pattern, 0, pattern);
        return pattern;
    }

    @Override
    public Map<String, Long> play() {
        Arrays.fill(sums, 0);
        long start = System.nanoTime();
        backend.pairSums(PairTerm.JENSEN_SHANNON, p, q, 0, 0, sums);
        long end = System.nanoTime();
        double mean = sums[0] / p.rows();
        if (!(mean > 0 && mean < Math.log(2))) {
            throw new IllegalStateException("a divergence of " + mean);
        }
        Map<String, Long> times = new LinkedHashMap<>();
        times.put("divergence", end - start);
        return times;
    }

    @Override
    public String description() {
        return "Crosslayer, one thread";
    }

    @Override
    public void close() {
        memory.close();
        backend.close();
    }
}
