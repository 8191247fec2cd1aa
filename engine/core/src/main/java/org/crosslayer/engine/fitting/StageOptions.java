package org.crosslayer.engine.fitting;

/// How long and how fast one stage goes.
///
/// @param steps updates; 0 leaves the stage out
/// @param batch windows of calibration text for each update
/// @param rate  learning rate of AdamW at its highest
/// @param decay of AdamW: what a matrix loses in an update, as a multiple of the learning rate; biases and the skip
///     matrix lose nothing. 0, the default, makes it Adam
public record StageOptions(int steps, int batch, double rate, double decay) {
    /// @throws IllegalArgumentException if a number makes no sense
    public StageOptions {
        if (steps < 0 || batch < 1 || !(rate > 0) || !(decay >= 0)) {
            throw new IllegalArgumentException(steps + " steps of " + batch + " windows at a learning rate of " + rate
                    + " with a weight decay of " + decay + " cannot be run");
        }
    }

    /// Without weight decay.
    public StageOptions(int steps, int batch, double rate) {
        this(steps, batch, rate, 0);
    }

    /// The same with another number of steps.
    public StageOptions withSteps(int other) {
        return new StageOptions(other, batch, rate, decay);
    }
}
