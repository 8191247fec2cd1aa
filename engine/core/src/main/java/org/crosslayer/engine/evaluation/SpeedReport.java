package org.crosslayer.engine.evaluation;

import java.util.Arrays;
import java.util.List;
import org.hipparchus.distribution.continuous.TDistribution;

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

        /// True if the runs do not show a change: the 95 % interval of the mean logarithm of the pairwise ratios, after
        /// Student, holds 0. A single pair never shows one.
        public boolean isWithinNoise() {
            int n = plan.samples().size();
            if (n < 2) {
                return true;
            }
            double[] logs = new double[n];
            for (int i = 0; i < n; i++) {
                logs[i] = Math.log(plan.samples().get(i) / baseline.samples().get(i));
            }
            double mean = Arrays.stream(logs).average().orElseThrow();
            double squares =
                    Arrays.stream(logs).map(log -> (log - mean) * (log - mean)).sum();
            double error = Math.sqrt(squares / (n - 1) / n);
            return Math.abs(mean) <= error * new TDistribution(n - 1).inverseCumulativeProbability(0.975);
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
            Arrays.sort(sorted);
            int middle = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }
}
