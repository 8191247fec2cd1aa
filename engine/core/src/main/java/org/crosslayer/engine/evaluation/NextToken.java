package org.crosslayer.engine.evaluation;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Chooses the next token from its logits.
@FunctionalInterface
interface NextToken {
    /// The lowest of the ids with the largest logit.
    NextToken LIKELIEST = NextToken::likeliest;

    /// Chooses an id.
    ///
    /// @param values logits, all finite, of which those in `[offset, offset + count)` are meant
    /// @return an id in `[0, count)`
    int choose(float[] values, int offset, int count);

    /// What the options ask for. Every chooser of the same seed throws the same dice, one a token: two models that
    /// are continued side by side differ only where their predictions do.
    static NextToken of(GenerationOptions options) {
        return options.temperature() == 0
                ? LIKELIEST
                : drawn(
                        options.temperature(),
                        RandomGeneratorFactory.of("L64X128MixRandom").create(options.seed()));
    }

    private static int likeliest(float[] values, int offset, int count) {
        int best = 0;
        for (int id = 1; id < count; id++) {
            if (values[offset + id] > values[offset + best]) {
                best = id;
            }
        }
        return best;
    }

    /// Draws from `softmax(logits / temperature)` by inverting its cumulative sum.
    private static NextToken drawn(double temperature, RandomGenerator dice) {
        return (values, offset, count) -> {
            double top = values[offset + likeliest(values, offset, count)];
            double total = 0;
            for (int id = 0; id < count; id++) {
                total += Math.exp((values[offset + id] - top) / temperature);
            }
            double left = dice.nextDouble() * total;
            int last = 0;
            for (int id = 0; id < count; id++) {
                double weight = Math.exp((values[offset + id] - top) / temperature);
                if (weight > 0) {
                    left -= weight;
                    last = id;
                    if (left < 0) {
                        return id;
                    }
                }
            }
            // Rounding has left a little over: the last id that can be drawn at all.
            return last;
        };
    }
}
