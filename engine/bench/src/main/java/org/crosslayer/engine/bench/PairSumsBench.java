package org.crosslayer.engine.bench;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.crosslayer.engine.backend.PairTerm;
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

/// All heads of one layer against all of another: heads² · n (n + 1) / 2 terms.
///
/// And all pairs of one slab: heads · (heads − 1) / 2 · n (n + 1) / 2 terms.
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class PairSumsBench {
    /// The data, checked once.
    @State(Scope.Benchmark)
    public static class Data {
        @Param({"1", "8"})
        private int heads;

        @Param({"512"})
        private int n;

        @Param({"JENSEN_SHANNON", "TOTAL_VARIATION", "DOT"})
        private PairTerm term = PairTerm.JENSEN_SHANNON;

        private @Nullable Fixture fixture;
        private @Nullable Runnable run;
        private @Nullable Runnable runWithin;

        /// Compares with the reference backend.
        @Setup
        public void check() throws BackendUnavailableException {
            Fixture opened = new Fixture();
            fixture = opened;
            float[] first = opened.normal(heads * n * n);
            float[] second = opened.normal(heads * n * n);
            Tensor p = opened.onCpu(heads, n, n, first);
            Tensor q = opened.onCpu(heads, n, n, second);
            opened.cpu().softmax(p, 0, p);
            opened.cpu().softmax(q, 0, q);
            double[] sums = new double[heads * heads];
            opened.cpu().pairSums(term, p, q, 0, 0, sums);
            double[] expected = new double[heads * heads];
            Tensor plainP = opened.onReference(heads, n, n, opened.cpu().read(p));
            Tensor plainQ = opened.onReference(heads, n, n, opened.cpu().read(q));
            opened.reference().pairSums(term, plainP, plainQ, 0, 0, expected);
            for (int i = 0; i < sums.length; i++) {
                Fixture.requireClose(sums[i], expected[i], 1e-6 * n);
            }
            run = () -> opened.cpu().pairSums(term, p, q, 0, 0, sums);
            double[] own = new double[heads * heads];
            opened.cpu().pairSums(term, p, 0, 0, own);
            double[] expectedOwn = new double[heads * heads];
            opened.reference().pairSums(term, plainP, 0, 0, expectedOwn);
            for (int i = 0; i < own.length; i++) {
                Fixture.requireClose(own[i], expectedOwn[i], 1e-6 * n);
            }
            runWithin = () -> opened.cpu().pairSums(term, p, 0, 0, own);
        }

        /// Frees the native memory.
        @TearDown
        public void close() {
            Objects.requireNonNull(fixture).close();
        }
    }

    /// One comparison of two slabs.
    @Benchmark
    public void pairSums(Data data) {
        Objects.requireNonNull(data.run).run();
    }

    /// One comparison within a slab.
    @Benchmark
    public void pairSumsWithin(Data data) {
        Objects.requireNonNull(data.runWithin).run();
    }
}
