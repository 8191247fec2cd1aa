package org.crosslayer.engine.model;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Angles of rotary position embedding, in the float32 steps of Hugging Face transformers so that long contexts agree.
///
/// Source: RoFormer (arXiv 2104.09864) section 3.4; YaRN (arXiv 2309.00071); LongRoPE (arXiv 2402.13753); all scalings
/// as in transformers' `modeling_rope_utils`.
final class RopeTables {
    private RopeTables() {}

    /// Radians a position, `[dRotary / 2]`.
    ///
    /// @param length all positions of the sequence
    static float[] frequencies(RopeConfig rope, int length) {
        float[] frequencies = new float[rope.dRotary() / 2];
        double theta = theta(rope, length);
        for (int i = 0; i < frequencies.length; i++) {
            float plain = (float) (1 / Math.pow(theta, 2.0 * i / rope.dRotary()));
            frequencies[i] = switch (rope.scaling()) {
                case RopeConfig.Scaling.None() -> plain;
                case RopeConfig.Scaling.Dynamic _ -> plain;
                case RopeConfig.Scaling.Linear(double factor) -> (float) (plain / factor);
                case RopeConfig.Scaling.Llama3 llama3 -> scaled(plain, llama3);
                case RopeConfig.Scaling.Yarn yarn -> scaled(plain, i, rope, yarn);
                case RopeConfig.Scaling.PerPair perPair -> {
                    List<Double> factors = length > perPair.originalContext() ? perPair.far() : perPair.near();
                    yield (float) (plain / factors.get(i * factors.size() / frequencies.length));
                }
            };
        }
        return frequencies;
    }

    private static double theta(RopeConfig rope, int length) {
        if (!(rope.scaling() instanceof RopeConfig.Scaling.Dynamic(double factor, int context)) || length <= context) {
            return rope.theta();
        }
        double d = rope.dRotary();
        return rope.theta() * Math.pow(factor * length / context - (factor - 1), d / (d - 2));
    }

    private static float scaled(float frequency, RopeConfig.Scaling.Llama3 llama3) {
        double wavelength = 2 * Math.PI / frequency;
        double low = llama3.originalContext() / llama3.lowFrequencyFactor();
        double high = llama3.originalContext() / llama3.highFrequencyFactor();
        if (wavelength < high) {
            return frequency;
        }
        if (wavelength > low) {
            return (float) (frequency / llama3.factor());
        }
        double smooth = (llama3.originalContext() / wavelength - llama3.lowFrequencyFactor())
                / (llama3.highFrequencyFactor() - llama3.lowFrequencyFactor());
        return (float) ((1 - smooth) * frequency / llama3.factor() + smooth * frequency);
    }

    private static float scaled(float frequency, int pair, RopeConfig rope, RopeConfig.Scaling.Yarn yarn) {
        double low = pairTurning(yarn.fast(), rope, yarn);
        double high = pairTurning(yarn.slow(), rope, yarn);
        low = Math.max(0, yarn.rounded() ? Math.floor(low) : low);
        high = Math.min(rope.dRotary() - 1, yarn.rounded() ? Math.ceil(high) : high);
        double passage = low == high ? 0.001 : high - low;
        double divided = Math.clamp((pair - low) / passage, 0, 1);
        return (float) (frequency / yarn.factor() * divided + frequency * (1 - divided));
    }

    /// Which pair turns `times` within the original context, a fraction in general.
    private static double pairTurning(double times, RopeConfig rope, RopeConfig.Scaling.Yarn yarn) {
        return rope.dRotary() * Math.log(yarn.originalContext() / (times * 2 * Math.PI)) / (2 * Math.log(rope.theta()));
    }

    /// `[positions × frequencies.length]`, the cosine of every angle, times `factor`.
    static float[] cosines(float[] frequencies, int positions, double factor) {
        return table(frequencies, positions, angle -> Math.cos(angle) * factor);
    }

    /// `[positions × frequencies.length]`, the sine of every angle, times `factor`.
    static float[] sines(float[] frequencies, int positions, double factor) {
        return table(frequencies, positions, angle -> Math.sin(angle) * factor);
    }

    private static float[] table(float[] frequencies, int positions, DoubleUnaryOperator function) {
        float[] table = new float[positions * frequencies.length];
        for (int position = 0; position < positions; position++) {
            for (int i = 0; i < frequencies.length; i++) {
                table[position * frequencies.length + i] = (float) function.applyAsDouble(position * frequencies[i]);
            }
        }
        return table;
    }
}
