package org.crosslayer.engine.backend;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.cpu.nativecpu.blas.CpuLevel3;
import org.nd4j.linalg.cpu.nativecpu.buffer.BaseCpuDataBuffer;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.OpaqueDataBuffer;

/// ND4J's matrix product over memory that is already there; the only class that knows ND4J.
///
/// ND4J's public `gemm` copies operands that are not dense, and every new array costs microseconds. The operation
/// under it takes leading dimensions, and three arrays that are aimed anew before each product cost neither.
/// Not for two threads at once: each has its own object.
final class Nd4jGemm extends CpuLevel3 {
    private static final char COLUMN_MAJOR = 'c';
    private static final char AS_IS = 'N';
    private static final char TRANSPOSED = 'T';
    private static final int LONGEST_NAME = 64;

    static {
        Nd4j.getBlasWrapper();
        useOneThread();
    }

    private final Window left = new Window();
    private final Window right = new Window();
    private final Window product = new Window();

    /// Loads the native libraries, about half a second the first time; otherwise the first product does.
    ///
    /// @throws LinkageError     if they are missing or do not fit this machine
    /// @throws RuntimeException if ND4J finds none of its backends
    static void load() {
        // The class is initialised before this method runs; that is all.
    }

    /// Which processors' kernels OpenBLAS has chosen, as it calls them: `SkylakeX`, `Zen`, `Haswell`, … The variable
    /// `OPENBLAS_CORETYPE` may choose others, at half the speed.
    @SuppressWarnings("restricted")
    static String core() {
        Object name = call("openblas_get_corename", FunctionDescriptor.of(ValueLayout.ADDRESS));
        return ((MemorySegment) Objects.requireNonNull(name))
                .reinterpret(LONGEST_NAME)
                .getString(0);
    }

    /// `c [m, n] = scale · a [m, k] · b [n, k]ᵀ`, all row-major.
    ///
    /// @param a address of the first value; `aRow` values from one row to the next; the others likewise
    void timesTransposed(int m, int n, int k, float scale, long a, int aRow, long b, int bRow, long c, int cRow) {
        multiply(AS_IS, TRANSPOSED, m, n, k, scale, a, aRow, b, bRow, 0, c, cRow);
    }

    /// `c [m, n] = a [m, k] · b [k, n]`, all row-major; addresses and row lengths as above.
    void times(int m, int n, int k, long a, int aRow, long b, int bRow, long c, int cRow) {
        times(m, n, k, 1, a, aRow, b, bRow, 0, c, cRow);
    }

    /// `c [m, n] = kept · c + scale · a [m, k] · b [k, n]`, likewise.
    void times(int m, int n, int k, float scale, long a, int aRow, long b, int bRow, float kept, long c, int cRow) {
        multiply(AS_IS, AS_IS, m, n, k, scale, a, aRow, b, bRow, kept, c, cRow);
    }

    /// `c [m, n] = kept · c + scale · a [k, m]ᵀ · b [k, n]`, likewise.
    void transposedTimes(
            int m, int n, int k, float scale, long a, int aRow, long b, int bRow, float kept, long c, int cRow) {
        multiply(TRANSPOSED, AS_IS, m, n, k, scale, a, aRow, b, bRow, kept, c, cRow);
    }

    /// A row-major matrix is the transpose of a column-major one, hence the exchanged operands.
    private void multiply(
            char a,
            char b,
            int m,
            int n,
            int k,
            float scale,
            long aAt,
            int aRow,
            long bAt,
            int bRow,
            float kept,
            long cAt,
            int cRow) {
        left.aim(aAt, (long) (a == AS_IS ? m : k) * aRow);
        right.aim(bAt, (long) (b == AS_IS ? k : n) * bRow);
        product.aim(cAt, (long) m * cRow);
        NativeProducts.ofThisProcess()
                .run(() -> sgemm(
                        COLUMN_MAJOR,
                        b,
                        a,
                        n,
                        m,
                        k,
                        scale,
                        right.array,
                        bRow,
                        left.array,
                        aRow,
                        kept,
                        product.array,
                        cRow));
    }

    /// Makes OpenBLAS stay on the calling thread: its own threads and ours would wait for each other.
    ///
    /// ND4J's setting of that name calls a function that newer OpenBLAS bindings no longer have.
    private static void useOneThread() {
        call("openblas_set_num_threads", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT), 1);
    }

    /// Calls a function of OpenBLAS that ND4J does not bring to Java; what it returns, null for nothing.
    @SuppressWarnings("restricted")
    private static @Nullable Object call(String function, FunctionDescriptor shape, Object... arguments) {
        Pointer symbol = Loader.addressof(function);
        if (symbol == null) {
            throw new UnsatisfiedLinkError("OpenBLAS without " + function);
        }
        MethodHandle handle = Linker.nativeLinker().downcallHandle(MemorySegment.ofAddress(symbol.address()), shape);
        try {
            return handle.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// An array of ND4J that can be moved over any memory.
    private static final class Window {
        private final Address address = new Address();
        private final DataBuffer buffer = Nd4j.createBuffer(address, 1, DataType.FLOAT);
        private final OpaqueDataBuffer target = ((BaseCpuDataBuffer) buffer).getOpaqueDataBuffer();
        private final INDArray array = Nd4j.create(buffer, 1, 1);

        void aim(long at, long values) {
            address.set(at);
            target.setPrimaryBuffer(address, values);
        }
    }

    /// A pointer whose target is chosen later.
    @SuppressWarnings("serial")
    private static final class Address extends FloatPointer {
        Address() {
            super(1L);
        }

        void set(long at) {
            address = at;
        }
    }
}
