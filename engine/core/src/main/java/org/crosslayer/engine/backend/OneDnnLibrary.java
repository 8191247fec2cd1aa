package org.crosslayer.engine.backend;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The functions of oneDNN's native library, as JavaCPP's archive carries it.
///
/// Called directly: JavaCPP's own Java binding insists on OpenCL. Worth loading only where the processor multiplies
/// BF16 tiles (AMX): a thousand GFLOP/s on one core. Where it has just AVX512-BF16 the same product is no faster than
/// float32's, so that it counts as absent.
@SuppressWarnings("restricted")
final class OneDnnLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(OneDnnLibrary.class);
    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
    private static final String TILES = " amx_bf16";
    private static final String FOLDER = "/org/bytedeco/dnnl/linux-x86_64/";
    private static final MemoryLayout A = ValueLayout.ADDRESS;
    private static final MemoryLayout INT = ValueLayout.JAVA_INT;
    private static final MemoryLayout LONG = ValueLayout.JAVA_LONG;
    /// oneDNN counts its functions' troubles from 1.
    private static final int SUCCESS = 0;

    final MethodHandle engineCreate;
    final MethodHandle engineDestroy;
    final MethodHandle streamCreate;
    final MethodHandle streamDestroy;
    final MethodHandle shapeCreate;
    final MethodHandle shapeDestroy;
    final MethodHandle matmulCreate;
    final MethodHandle planDestroy;
    final MethodHandle primitiveCreate;
    final MethodHandle primitiveDestroy;
    final MethodHandle memoryCreate;
    final MethodHandle memoryDestroy;
    private final MethodHandle memoryAim;
    private final MethodHandle primitiveExecute;
    private final MethodHandle openMpThreads;

    private OneDnnLibrary(SymbolLookup symbols) {
        engineCreate = function(symbols, "dnnl_engine_create", A, INT, LONG);
        engineDestroy = function(symbols, "dnnl_engine_destroy", A);
        streamCreate = function(symbols, "dnnl_stream_create", A, A, INT);
        streamDestroy = function(symbols, "dnnl_stream_destroy", A);
        shapeCreate = function(symbols, "dnnl_memory_desc_create_with_strides", A, INT, A, INT, A);
        shapeDestroy = function(symbols, "dnnl_memory_desc_destroy", A);
        matmulCreate = function(symbols, "dnnl_matmul_primitive_desc_create", A, A, A, A, A, A, A);
        planDestroy = function(symbols, "dnnl_primitive_desc_destroy", A);
        primitiveCreate = function(symbols, "dnnl_primitive_create", A, A);
        primitiveDestroy = function(symbols, "dnnl_primitive_destroy", A);
        memoryCreate = function(symbols, "dnnl_memory_create", A, A, A, A);
        memoryDestroy = function(symbols, "dnnl_memory_destroy", A);
        memoryAim = function(symbols, "dnnl_memory_set_data_handle", A, A);
        primitiveExecute = function(symbols, "dnnl_primitive_execute", A, A, INT, A);
        openMpThreads = Linker.nativeLinker()
                .downcallHandle(
                        symbols.findOrThrow("omp_set_num_threads"), FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
    }

    /// The library, if the processor has BF16 tiles and it loads; asked once for each process.
    static Optional<OneDnnLibrary> found() {
        return Found.LIBRARY;
    }

    private static MethodHandle function(SymbolLookup symbols, String name, MemoryLayout... parameters) {
        return Linker.nativeLinker()
                .downcallHandle(symbols.findOrThrow(name), FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
    }

    /// Calls a function that is called rarely.
    void call(MethodHandle function, Object... arguments) {
        try {
            check((int) function.invokeWithArguments(arguments));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// `dnnl_memory_set_data_handle`.
    void aim(MemorySegment memory, MemorySegment data) {
        try {
            check((int) memoryAim.invokeExact(memory, data));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// `dnnl_primitive_execute`.
    void execute(MemorySegment primitive, MemorySegment stream, int count, MemorySegment arguments) {
        try {
            check((int) primitiveExecute.invokeExact(primitive, stream, count, arguments));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// OpenMP's number of threads belongs to the thread that sets it.
    void useOneThread() {
        try {
            openMpThreads.invokeExact(1);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static void check(int status) {
        if (status != SUCCESS) {
            throw new IllegalStateException("oneDNN answered " + status);
        }
    }

    private static RuntimeException unexpected(Throwable thrown) {
        if (thrown instanceof Error e) {
            throw e;
        }
        return thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
    }

    /// Loaded when somebody first asks.
    private static final class Found {
        private static final Optional<OneDnnLibrary> LIBRARY = hasTiles() ? load() : Optional.empty();

        private static boolean hasTiles() {
            try {
                return Files.isReadable(PROCESSOR)
                        && Files.readString(PROCESSOR).contains(TILES);
            } catch (IOException e) {
                return false;
            }
        }

        private static Optional<OneDnnLibrary> load() {
            try {
                if (unpacked("libgomp.so.1").isEmpty()) {
                    return Optional.empty();
                }
                return unpacked("libdnnl.so.3")
                        .map(file -> new OneDnnLibrary(SymbolLookup.libraryLookup(file, Arena.global())));
            } catch (IOException | LinkageError | RuntimeException e) {
                LOG.info("BF16 products run as float32, because oneDNN does not load: {}", e.getMessage());
                return Optional.empty();
            }
        }

        /// A file of the archive in JavaCPP's cache; the libraries find each other there.
        private static Optional<Path> unpacked(String name) throws IOException {
            URL resource = OneDnnLibrary.class.getResource(FOLDER + name);
            return resource == null
                    ? Optional.empty()
                    : Optional.of(Loader.cacheResource(resource).toPath());
        }
    }
}
