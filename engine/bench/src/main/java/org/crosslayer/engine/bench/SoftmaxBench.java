package org.crosslayer.engine.bench;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.error.BackendUnavailableException;
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

/// The causal softmax of a whole prefill slab: 8 heads, n (n + 1) / 2 visible values each.
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class SoftmaxBench {
    /// The data, checked once.
    @State(Scope.Benchmark)
    public static class Data {
        private static final int H = 8;

        @Param({"128", "512"})
        private int n;

        private @Nullable Fixture fixture;
        private @Nullable Runnable run;

        /// Compares with the reference backend.
        @Setup
        public void check() throws BackendUnavailableException {
            Fixture opened = new Fixture();
            fixture = opened;
            float[] values = opened.normal(H * n * n);
            Tensor scores = opened.onCpu(H, n, n, values);
            Tensor pattern = opened.onCpu(H, n, n);
            Runnable softmax = () -> opened.cpu().softmax(scores, 0, pattern);
            softmax.run();
            Tensor expected = opened.onReference(H, n, n, values);
            opened.reference().softmax(expected, 0, expected);
            opened.requireEqual(pattern, expected, 1e-6);
            run = softmax;
        }

        /// Frees the native memory.
        @TearDown
        public void close() {
            Objects.requireNonNull(fixture).close();
        }
    }

    /// One slab.
    @Benchmark
    public void softmax(Data data) {
        Objects.requireNonNull(data.run).run();
    }
}
