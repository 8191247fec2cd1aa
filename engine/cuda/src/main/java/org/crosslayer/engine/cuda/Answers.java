package org.crosslayer.engine.cuda;

import static org.bytedeco.cuda.global.cudart.CUDA_SUCCESS;
import static org.bytedeco.cuda.global.cudart.cuGetErrorString;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/// What the libraries answer, in words.
final class Answers {
    private Answers() {}

    /// Does nothing if the driver did as told.
    ///
    /// @param what was to be done, as a clause: "copy to the card"
    /// @throws IllegalStateException if it did not
    static void require(int answer, String what) {
        if (answer != CUDA_SUCCESS) {
            throw new IllegalStateException("The CUDA driver could not %s: %s".formatted(what, words(answer)));
        }
    }

    /// Does nothing if a library other than the driver did as told; success is 0 in all of them.
    ///
    /// @throws IllegalStateException if it did not
    static void require(String library, int answer, String what) {
        if (answer != 0) {
            throw new IllegalStateException("%s could not %s: status %d".formatted(library, what, answer));
        }
    }

    /// The driver's own words for one of its answers.
    static String words(int answer) {
        try (PointerPointer<BytePointer> text = new PointerPointer<>(1)) {
            if (cuGetErrorString(answer, text) != CUDA_SUCCESS) {
                return "status " + answer;
            }
            return text.get(BytePointer.class, 0).getString();
        }
    }
}
