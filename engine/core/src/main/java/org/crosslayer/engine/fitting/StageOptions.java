package org.crosslayer.engine.fitting;

/// How long and how fast one stage goes.
///
/// @param steps updates; 0 leaves the stage out
/// @param batch windows of calibration text for each update
/// @param rate  learning rate of Adam at its highest
public record StageOptions(int steps, int batch, double rate) {
    /// @throws IllegalArgumentException if a number makes no sense
    public StageOptions {
        if (steps < 0 || batch < 1 || !(rate > 0)) {
            throw new IllegalArgumentException(
                    steps + " steps of " + batch + " windows at a learning rate of " + rate + " cannot be run");
        }
    }

    /// The same with another number of steps.
    public StageOptions withSteps(int other) {
        return new StageOptions(other, batch, rate);
    }
}
