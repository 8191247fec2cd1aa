package org.crosslayer.engine.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Every JMH bench once in all its sizes, in this JVM: each checks its result before it measures, and fails where it
/// is wrong. What it measures here says nothing.
class JmhOnceTest {
    @Test
    void everyKernelBenchRunsAndFindsItsResultRight() throws RunnerException {
        Options once = new OptionsBuilder()
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .mode(Mode.SingleShotTime)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        System.setProperty("jmh.ignoreLock", "true");
        Collection<RunResult> results = new Runner(once).run();
        OutputFormat silent = OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT);
        Set<String> listed = BenchmarkList.defaultList().getAll(silent, List.of()).stream()
                .map(entry -> entry.getUsername())
                .collect(Collectors.toSet());
        Set<String> ran = results.stream()
                .map(result -> result.getParams().getBenchmark())
                .collect(Collectors.toSet());
        assertTrue(listed.size() >= 4, listed.toString());
        assertEquals(listed, ran);
    }
}
