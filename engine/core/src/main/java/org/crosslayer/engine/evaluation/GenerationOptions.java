package org.crosslayer.engine.evaluation;

/// How a text is continued.
///
/// @param tokens      at most so many, at least 1
/// @param temperature what logits are divided by before one of them is drawn; 0 takes the likeliest each time
/// @param seed        of the numbers that are drawn; the same seed, the same text
public record GenerationOptions(int tokens, double temperature, long seed) {
    public GenerationOptions {
        if (tokens < 1) {
            throw new IllegalArgumentException("at least one token must be generated, not " + tokens);
        }
        if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a temperature is a number from 0 on, not " + temperature);
        }
    }

    /// The likeliest token each time.
    public static GenerationOptions greedy(int tokens) {
        return new GenerationOptions(tokens, 0, 0);
    }
}
