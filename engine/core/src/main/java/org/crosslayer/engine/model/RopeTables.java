package org.crosslayer.engine.model;

/// Angles of rotary position embedding, in the float32 steps of Hugging Face transformers so that long contexts agree.
///
/// Source: RoFormer (arXiv 2104.09864) section 3.4; the Llama 3 scaling as in transformers' `modeling_rope_utils`.
final class RopeTables {
    private RopeTables() {}

    /// Radians a position, `[dRotary / 2]`.
    static float[] frequencies(RopeConfig rope) {
        float[] frequencies = new float[rope.dRotary() / 2];
        for (int i = 0; i < frequencies.length; i++) {
            float plain = (float) (1 / Math.pow(rope.theta(), 2.0 * i / rope.dRotary()));
            frequencies[i] = scaled(plain, rope.scaling());
        }
        return frequencies;
    }

    private static float scaled(float frequency, RopeConfig.Scaling scaling) {
        return switch (scaling) {
            case RopeConfig.Scaling.None() -> frequency;
            case RopeConfig.Scaling.Linear(double factor) -> (float) (frequency / factor);
            case RopeConfig.Scaling.Llama3 llama3 -> scaled(frequency, llama3);
        };
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

    /// `[positions × frequencies.length]`, the cosine of every angle.
    static float[] cosines(float[] frequencies, int positions) {
        return table(frequencies, positions, Math::cos);
    }

    /// `[positions × frequencies.length]`, the sine of every angle.
    static float[] sines(float[] frequencies, int positions) {
        return table(frequencies, positions, Math::sin);
    }

    private static float[] table(float[] frequencies, int positions, java.util.function.DoubleUnaryOperator function) {
        float[] table = new float[positions * frequencies.length];
        for (int position = 0; position < positions; position++) {
            for (int i = 0; i < frequencies.length; i++) {
                table[position * frequencies.length + i] = (float) function.applyAsDouble(position * frequencies[i]);
            }
        }
        return table;
    }
}
