package org.crosslayer.engine.cuda;

import static org.bytedeco.cuda.global.nvrtc.nvrtcCompileProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCreateProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcDestroyProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBIN;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBINSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetNumSupportedArchs;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetPTX;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetPTXSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLog;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLogSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetSupportedArchs;
import static org.bytedeco.cuda.global.nvrtc.nvrtcVersion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/// Makes machine code of kernels, for one kind of card, by NVRTC.
final class Compiler {
    private static final String LIBRARY = "NVRTC";

    private final int architecture;
    private final boolean exact;

    /// @param wanted the card's compute capability, 90 for 9.0
    Compiler(int wanted) {
        int[] count = new int[1];
        Answers.require(LIBRARY, () -> nvrtcGetNumSupportedArchs(count), "count the cards it knows");
        int[] known = new int[count[0]];
        Answers.require(LIBRARY, () -> nvrtcGetSupportedArchs(known), "list the cards it knows");
        architecture = Arrays.stream(known)
                .filter(each -> each <= wanted)
                .max()
                .orElseThrow(() -> new IllegalStateException(
                        LIBRARY + " knows " + Arrays.toString(known) + ", but not the card's " + wanted));
        exact = architecture == wanted;
    }

    /// The options, the first of which names the card; a card that the compiler is too old for gets code that its
    /// driver translates.
    ///
    /// @param particular as of a [KernelSource]
    List<String> options(boolean particular, List<String> defines) {
        List<String> options = new ArrayList<>();
        options.add("--gpu-architecture=" + (exact ? "sm_" : "compute_") + architecture + (particular ? "a" : ""));
        options.add("--std=c++17");
        options.addAll(defines);
        return options;
    }

    /// As `13.0`.
    static String version() {
        int[] major = new int[1];
        int[] minor = new int[1];
        Answers.require(LIBRARY, () -> nvrtcVersion(major, minor), "say its version");
        return major[0] + "." + minor[0];
    }

    /// Code for the driver to load.
    ///
    /// @throws IllegalStateException with the compiler's words if the source is wrong
    byte[] compile(String name, String text, List<String> options) {
        _nvrtcProgram program = new _nvrtcProgram();
        try (BytePointer source = new BytePointer(text);
                BytePointer file = new BytePointer(name);
                PointerPointer<BytePointer> arguments = new PointerPointer<>(options.toArray(String[]::new))) {
            Answers.require(
                    LIBRARY,
                    () -> nvrtcCreateProgram(
                            program, source, file, 0, (PointerPointer<?>) null, (PointerPointer<?>) null),
                    "take in " + name);
            if (Answers.of(() -> nvrtcCompileProgram(program, options.size(), arguments)) != 0) {
                throw new IllegalStateException(
                        "%s could not compile %s with %s: %s".formatted(LIBRARY, name, options, log(program)));
            }
            return code(program);
        } finally {
            Answers.of(() -> nvrtcDestroyProgram(program));
        }
    }

    private byte[] code(_nvrtcProgram program) {
        try (SizeTPointer size = new SizeTPointer(1)) {
            Answers.require(
                    LIBRARY,
                    () -> exact ? nvrtcGetCUBINSize(program, size) : nvrtcGetPTXSize(program, size),
                    "measure its code");
            byte[] code = new byte[Math.toIntExact(size.get())];
            Answers.require(
                    LIBRARY, () -> exact ? nvrtcGetCUBIN(program, code) : nvrtcGetPTX(program, code), "give its code");
            return code;
        }
    }

    private static String log(_nvrtcProgram program) {
        try (SizeTPointer size = new SizeTPointer(1)) {
            Answers.require(LIBRARY, () -> nvrtcGetProgramLogSize(program, size), "measure its words");
            try (BytePointer words = new BytePointer(size.get())) {
                Answers.require(LIBRARY, () -> nvrtcGetProgramLog(program, words), "give its words");
                return words.getString().strip();
            }
        }
    }
}
