package org.crosslayer.engine.evaluation;

/// What to time.
///
/// @param prompt   tokens of prefill
/// @param generate tokens of decoding after it
/// @param batch    sequences at once
/// @param repeats  timed runs of each side, after a warm-up
public record SpeedRequest(int prompt, int generate, int batch, int repeats) {
    /// As the command line has it.
    public static final SpeedRequest DEFAULT = new SpeedRequest(512, 128, 1, 5);

    public SpeedRequest {
        if (prompt < 1 || generate < 1 || batch < 1 || repeats < 1) {
            throw new IllegalArgumentException("prompt, generate, batch and repeats must all be at least 1: " + prompt
                    + ", " + generate + ", " + batch + ", " + repeats);
        }
    }
}
