package org.crosslayer.engine.cuda;

import static org.bytedeco.cuda.global.cudart.CUDA_SUCCESS;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_MEMORY_POOLS_SUPPORTED;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;
import static org.bytedeco.cuda.global.cudart.cuDeviceGet;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetAttribute;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetCount;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetName;
import static org.bytedeco.cuda.global.cudart.cuDeviceTotalMem;
import static org.bytedeco.cuda.global.cudart.cuDriverGetVersion;
import static org.bytedeco.cuda.global.cudart.cuInit;

import java.nio.charset.StandardCharsets;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.SizeTPointer;
import org.crosslayer.engine.error.BackendUnavailableException;

/// A card as the driver describes it.
///
/// @param handle         the driver's number for it
/// @param name           for people: `NVIDIA H200`
/// @param major          of its compute capability
/// @param minor          likewise
/// @param multiprocessors that work at once
/// @param sharedBytes    of a multiprocessor's memory that the threads of a block may share
/// @param memoryBytes    of the card, used or not
record CudaDevice(
        int handle, String name, int major, int minor, int multiprocessors, int sharedBytes, long memoryBytes) {
    /// CUDA 13, against which the libraries are built; a driver says 1000 × major + 10 × minor.
    private static final int DRIVER_VERSION = 13_000;
    /// The oldest that CUDA 13 compiles for: Turing, 2018.
    private static final int OLDEST_MAJOR = 7;

    private static final int OLDEST_MINOR = 5;
    /// The first that multiplies TF32 and BF16: Ampere, 2020.
    private static final int ROUNDING_MAJOR = 8;
    /// The first whose kernels can be chained, and whose blocks form clusters: Hopper, 2022.
    private static final int HOPPER_MAJOR = 9;
    private static final boolean CHAINING_WANTED =
            Boolean.parseBoolean(System.getProperty("crosslayer.cuda.chain", "true"));
    private static final String BINDINGS = "/org/bytedeco/cuda/";
    private static final String OTHERWISE =
            "choose the processors (cpu), or auto, which takes a card only where one works.";

    /// The first card that the driver lists; `CUDA_VISIBLE_DEVICES` chooses another.
    ///
    /// @param precision that is asked of it
    /// @throws BackendUnavailableException in one sentence, if there is none that can be used
    static CudaDevice first(Precision precision) throws BackendUnavailableException {
        loadLibraries();
        int answer = Answers.of(() -> cuInit(0));
        if (answer != CUDA_SUCCESS) {
            throw unavailable("the NVIDIA driver finds no card it can use (" + Answers.words(answer) + ")");
        }
        int[] number = new int[1];
        Answers.require(() -> cuDriverGetVersion(number), "say its version");
        if (number[0] < DRIVER_VERSION) {
            throw unavailable(
                    "the NVIDIA driver supports CUDA %d.%d, and 13.0 is needed: install a newer driver, from 580 on"
                            .formatted(number[0] / 1000, number[0] % 1000 / 10));
        }
        Answers.require(() -> cuDeviceGetCount(number), "count the cards");
        if (number[0] == 0) {
            throw unavailable("there is no NVIDIA card, or CUDA_VISIBLE_DEVICES hides it");
        }
        CudaDevice device = describe();
        device.requireNewEnough();
        if (precision != Precision.FLOAT32 && device.major() < ROUNDING_MAJOR) {
            throw unavailable("the %s has compute capability %d.%d, and %s needs 8.0; the device cuda works on it"
                    .formatted(device.name(), device.major(), device.minor(), precision.device()));
        }
        return device;
    }

    /// The compute capability as compilers want it: 90 for 9.0.
    int architecture() {
        return 10 * major + minor;
    }

    /// Whether a kernel may begin while the one before it ends: on cards since Hopper, unless
    /// `-Dcrosslayer.cuda.chain=false` says not to.
    boolean chainsKernels() {
        return CHAINING_WANTED && major >= HOPPER_MAJOR;
    }

    /// Whether blocks can read and write each other's shared memory.
    boolean clusters() {
        return major >= HOPPER_MAJOR;
    }

    /// Whether four warps can ask for products together, from tiles that the card copies by itself: on Hopper alone.
    boolean asksInGroups() {
        return major == HOPPER_MAJOR && minor == 0;
    }

    private void requireNewEnough() throws BackendUnavailableException {
        if (architecture() < 10 * OLDEST_MAJOR + OLDEST_MINOR) {
            throw unavailable("the %s has compute capability %d.%d, and %d.%d is the oldest that CUDA 13 serves"
                    .formatted(name, major, minor, OLDEST_MAJOR, OLDEST_MINOR));
        }
        if (attribute(handle, CU_DEVICE_ATTRIBUTE_MEMORY_POOLS_SUPPORTED) == 0) {
            throw unavailable("the %s has no memory pools".formatted(name));
        }
    }

    private static void loadLibraries() throws BackendUnavailableException {
        if (CudaDevice.class.getResource(BINDINGS + Loader.getPlatform()) == null) {
            throw unavailable("this build leaves out the bindings, build with -Pcuda where CUDA 13 is installed");
        }
        try {
            Loader.load(cudart.class);
        } catch (LinkageError e) {
            throw unavailable(
                    "the NVIDIA driver or CUDA's run-time library is not installed (where there is a driver:"
                            + " docs/guide/use-a-graphics-card.md)",
                    e);
        }
        try {
            Loader.load(cublas.class);
            Loader.load(nvrtc.class);
        } catch (LinkageError e) {
            throw unavailable(
                    "CUDA's libraries cuBLAS and NVRTC do not load, install CUDA 13 or name their folder in LD_LIBRARY_PATH"
                            + " (docs/guide/use-a-graphics-card.md)",
                    e);
        }
    }

    private static CudaDevice describe() {
        int[] number = new int[1];
        Answers.require(() -> cuDeviceGet(number, 0), "open the card");
        int handle = number[0];
        byte[] name = new byte[256];
        Answers.require(() -> cuDeviceGetName(name, name.length, handle), "name the card");
        int length = 0;
        while (length < name.length && name[length] != 0) {
            length++;
        }
        try (SizeTPointer bytes = new SizeTPointer(1)) {
            Answers.require(() -> cuDeviceTotalMem(bytes, handle), "measure the card's memory");
            return new CudaDevice(
                    handle,
                    new String(name, 0, length, StandardCharsets.UTF_8),
                    attribute(handle, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
                    attribute(handle, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
                    attribute(handle, CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
                    attribute(handle, CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN),
                    bytes.get());
        }
    }

    private static int attribute(int handle, int attribute) {
        int[] value = new int[1];
        Answers.require(() -> cuDeviceGetAttribute(value, attribute, handle), "describe the card");
        return value[0];
    }

    private static BackendUnavailableException unavailable(String why) {
        return new BackendUnavailableException("CUDA cannot be used: " + why + "; " + OTHERWISE);
    }

    private static BackendUnavailableException unavailable(String why, Throwable cause) {
        return new BackendUnavailableException("CUDA cannot be used: " + why + "; " + OTHERWISE, cause);
    }
}
