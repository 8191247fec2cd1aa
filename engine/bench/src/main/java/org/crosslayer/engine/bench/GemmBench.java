package org.crosslayer.engine.bench;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Weight;
import org.crosslayer.engine.error.BackendUnavailableException;
import org.crosslayer.engine.format.MappedTensor;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The linear map of a prefill: 512 rows by BF16 weights; 2 · 512 · rows · columns operations.
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class GemmBench {
    /// The data, checked once.
    @State(Scope.Benchmark)
    public static class Data {
        private static final int N = 512;

        @Param({"256", "768", "4096"})
        private int rows;

        @Param({"256"})
        private int columns;

        private @Nullable Fixture fixture;
        private @Nullable Runnable run;

        /// Compares with the reference backend.
        @Setup
        public void check() throws BackendUnavailableException {
            Fixture opened = new Fixture();
            fixture = opened;
            float[] values = opened.normal(N * columns);
            MappedTensor stored = opened.matrix(rows, columns);
            Tensor x = opened.onCpu(1, N, columns, values);
            Tensor out = opened.onCpu(1, N, rows);
            Weight w = opened.cpu().weight(stored);
            Runnable product = () -> opened.cpu().linear(x, w, null, out);
            product.run();
            Tensor expected = opened.onReference(1, N, rows);
            opened.reference()
                    .linear(
                            opened.onReference(1, N, columns, values),
                            opened.reference().weight(stored),
                            null,
                            expected);
            opened.requireEqual(out, expected, 1e-5 * columns);
            run = product;
        }

        /// Frees the native memory.
        @TearDown
        public void close() {
            Objects.requireNonNull(fixture).close();
        }
    }

    /// One product.
    @Benchmark
    public void linear(Data data) {
        Objects.requireNonNull(data.run).run();
    }
}
