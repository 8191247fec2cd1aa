package org.crosslayer.engine.evaluation;

import java.util.List;

/// Prefill and decode speed, baseline and plan measured in turns.
///
/// @param request what was timed
/// @param device  the backend's own description
/// @param prefill tokens per second of reading the prompt
/// @param decode  tokens per second of generating, all sequences of the batch together
public record SpeedReport(SpeedRequest request, String device, Paired prefill, Paired decode) {
    /// One side and the other, from runs that took turns.
    public record Paired(Samples baseline, Samples plan) {
        /// Median of the pairwise ratios plan / baseline.
        public double ratio() {
            double[] ratios = new double[plan.samples().size()];
            for (int i = 0; i < ratios.length; i++) {
                ratios[i] = plan.samples().get(i) / baseline.samples().get(i);
            }
            return Samples.medianOf(ratios);
        }

        /// True if the smallest and largest pairwise ratio lie on different sides of 1: no measurable change.
        public boolean isWithinNoise() {
            double low = Double.POSITIVE_INFINITY;
            double high = 0;
            for (int i = 0; i < plan.samples().size(); i++) {
                double ratio = plan.samples().get(i) / baseline.samples().get(i);
                low = Math.min(low, ratio);
                high = Math.max(high, ratio);
            }
            return low <= 1 && high >= 1;
        }
    }

    /// Raw samples in tokens per second, in the order of measuring.
    public record Samples(List<Double> samples) {
        public Samples {
            samples = List.copyOf(samples);
        }

        public double median() {
            return medianOf(samples.stream().mapToDouble(Double::doubleValue).toArray());
        }

        static double medianOf(double[] values) {
            double[] sorted = values.clone();
            java.util.Arrays.sort(sorted);
            int middle = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }
}
