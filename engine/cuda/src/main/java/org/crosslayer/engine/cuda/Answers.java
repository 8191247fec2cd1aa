package org.crosslayer.engine.cuda;

import static org.bytedeco.cuda.global.cudart.CUDA_SUCCESS;
import static org.bytedeco.cuda.global.cudart.cuGetErrorString;

import java.util.function.IntSupplier;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.crosslayer.engine.backend.NativeProducts;

/// Calls of the libraries, each through the gate that the end of the process closes, and what they answer, in words.
///
/// No call may be made within another.
final class Answers {
    private Answers() {}

    /// What a library answers.
    static int of(IntSupplier call) {
        return NativeProducts.ofThisProcess().answer(call);
    }

    /// Does nothing more if the driver did as told.
    ///
    /// @param what was to be done, as a clause: "copy to the card"
    /// @throws IllegalStateException if it did not
    static void require(IntSupplier call, String what) {
        int answer = of(call);
        if (answer != CUDA_SUCCESS) {
            throw new IllegalStateException("The CUDA driver could not %s: %s".formatted(what, words(answer)));
        }
    }

    /// Does nothing more if a library other than the driver did as told; success is 0 in all of them.
    ///
    /// @throws IllegalStateException if it did not
    static void require(String library, IntSupplier call, String what) {
        int answer = of(call);
        if (answer != 0) {
            throw new IllegalStateException("%s could not %s: status %d".formatted(library, what, answer));
        }
    }

    /// The driver's own words for one of its answers.
    static String words(int answer) {
        try (PointerPointer<BytePointer> text = new PointerPointer<>(1)) {
            if (of(() -> cuGetErrorString(answer, text)) != CUDA_SUCCESS) {
                return "status " + answer;
            }
            return text.get(BytePointer.class, 0).getString();
        }
    }
}
