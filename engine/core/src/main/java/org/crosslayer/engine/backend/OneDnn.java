package org.crosslayer.engine.backend;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;

/// oneDNN's product of BF16 matrices, over memory that is already there.
final class OneDnn implements HalfProduct {
    private static final int CPU = 1;
    private static final int IN_ORDER = 1;
    private static final int BF16 = 2;
    private static final int F32 = 3;
    private static final int SOURCE = 1;
    private static final int WEIGHTS = 33;
    private static final int TARGET = 17;

    /// `dnnl_exec_arg_t`.
    private static final StructLayout ARGUMENT = MemoryLayout.structLayout(
            ValueLayout.JAVA_INT.withName("name"),
            MemoryLayout.paddingLayout(4),
            ValueLayout.ADDRESS.withName("memory"));

    private final OneDnnLibrary library;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment answer = arena.allocate(ValueLayout.ADDRESS);
    private final MemorySegment engine;
    private final MemorySegment stream;
    private final Map<Size, Product> products = new HashMap<>();

    private record Size(int m, int n, int k) {}

    /// For the calling thread, which OpenMP will not split up from now on: the crew shares the work out already.
    OneDnn(OneDnnLibrary library) {
        this.library = library;
        library.useOneThread();
        library.call(library.engineCreate, answer, CPU, 0L);
        engine = answered();
        library.call(library.streamCreate, answer, engine, IN_ORDER);
        stream = answered();
    }

    @Override
    public void timesTransposed(int m, int n, int k, MemorySegment a, MemorySegment b, MemorySegment c) {
        NativeProducts.ofThisProcess().run(() -> products.computeIfAbsent(new Size(m, n, k), Product::new)
                .run(a, b, c));
    }

    @Override
    public void close() {
        products.values().forEach(Product::close);
        products.clear();
        library.call(library.streamDestroy, stream);
        library.call(library.engineDestroy, engine);
        arena.close();
    }

    private MemorySegment answered() {
        return answer.get(ValueLayout.ADDRESS, 0);
    }

    /// One size, compiled by oneDNN, with three memories that are aimed anew before each run.
    private final class Product {
        private final MemorySegment primitive;
        private final MemorySegment a;
        private final MemorySegment b;
        private final MemorySegment c;
        private final MemorySegment arguments = arena.allocate(ARGUMENT, 3);

        Product(Size size) {
            MemorySegment left = shape(BF16, size.m, size.k, size.k, 1);
            MemorySegment right = shape(BF16, size.k, size.n, 1, size.k);
            MemorySegment product = shape(F32, size.m, size.n, size.n, 1);
            library.call(
                    library.matmulCreate, answer, engine, left, right, MemorySegment.NULL, product, MemorySegment.NULL);
            MemorySegment plan = answered();
            library.call(library.primitiveCreate, answer, plan);
            primitive = answered();
            library.call(library.planDestroy, plan);
            a = argument(0, SOURCE, left);
            b = argument(1, WEIGHTS, right);
            c = argument(2, TARGET, product);
        }

        private MemorySegment shape(int type, long rows, long columns, long nextRow, long nextColumn) {
            try (Arena some = Arena.ofConfined()) {
                MemorySegment sizes = some.allocateFrom(ValueLayout.JAVA_LONG, rows, columns);
                MemorySegment strides = some.allocateFrom(ValueLayout.JAVA_LONG, nextRow, nextColumn);
                library.call(library.shapeCreate, answer, 2, sizes, type, strides);
            }
            return answered();
        }

        private MemorySegment argument(int place, int name, MemorySegment shape) {
            library.call(library.memoryCreate, answer, shape, engine, MemorySegment.NULL);
            MemorySegment memory = answered();
            library.call(library.shapeDestroy, shape);
            long at = place * ARGUMENT.byteSize();
            arguments.set(ValueLayout.JAVA_INT, at, name);
            arguments.set(ValueLayout.ADDRESS, at + Long.BYTES, memory);
            return memory;
        }

        void run(MemorySegment left, MemorySegment right, MemorySegment product) {
            library.aim(a, left);
            library.aim(b, right);
            library.aim(c, product);
            library.execute(primitive, stream, 3, arguments);
        }

        void close() {
            library.call(library.primitiveDestroy, primitive);
            library.call(library.memoryDestroy, a);
            library.call(library.memoryDestroy, b);
            library.call(library.memoryDestroy, c);
        }
    }
}
