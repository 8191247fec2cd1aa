package org.crosslayer.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sources of kernels, read and, where there is NVRTC or nvcc, compiled; no card is needed.
class KernelSourcesTest {
    private static final Logger LOG = LoggerFactory.getLogger(KernelSourcesTest.class);
    private static final int HOPPER = 90;
    private static final long MINUTES = 3;

    @TempDir
    private Path folder;

    /// A kernel may begin before the one before it has ended, so it says at once that the next may begin and
    /// waits for what that one writes.
    @ParameterizedTest
    @EnumSource(KernelSource.class)
    void everyKernelLetsTheNextBeginAndWaitsForTheOneBefore(KernelSource source) {
        String[] kernels = source.text().split("extern \"C\" __global__ ", -1);
        for (String kernel : Arrays.copyOfRange(kernels, 1, kernels.length)) {
            String name = kernel.substring(0, kernel.indexOf('{'));
            assertTrue(kernel.contains("letNextBegin();"), name);
            assertTrue(kernel.contains("awaitPrevious();"), name);
        }
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                shape(KernelSource.ROWS),
                shape(KernelSource.ATTENTION),
                shape(KernelSource.GRADIENTS),
                shape(KernelSource.COVARIANCE, "-DHEADS=8", "-DCOVARIANCE_THREADS=128"),
                shape(KernelSource.ATTEND, "-DD=128"),
                shape(KernelSource.ATTEND_WIDE, "-DD=64"),
                shape(KernelSource.ATTEND_WIDE, "-DD=128"),
                shape(KernelSource.ATTEND_ROW, "-DD=128", "-DSHARED=4"),
                shape(KernelSource.ATTEND_ROW, "-DD=96", "-DSHARED=1", "-DSCORED"),
                shape(KernelSource.ATTEND_ROW, "-DD=64", "-DSHARED=8", "-DCLUSTERED"),
                shape(KernelSource.ATTEND_ROW, "-DD=128", "-DSHARED=4", "-DTURNED=64", "-DNARROW=1"),
                shape(
                        KernelSource.ATTEND_ROW,
                        "-DD=96",
                        "-DSHARED=1",
                        "-DCLUSTERED",
                        "-DTURNED=14",
                        "-DNARROW=0",
                        "-DNEIGHBOURS"),
                shape(KernelSource.WEIGHTS, "-DTYPE=2", "-DROWS=4"),
                shape(KernelSource.WEIGHTS, "-DTYPE=10", "-DROWS=1"),
                someRows("-DROWS=32", "-DMODE=PLAIN", "-DPARTS=4", "-DLINES=64", "-DSTAGES=4", "-DLONG=0"),
                someRows("-DROWS=48", "-DMODE=ADDING", "-DPARTS=5", "-DLINES=64", "-DSTAGES=4", "-DLONG=1"),
                someRows("-DROWS=16", "-DMODE=GATED", "-DPARTS=1", "-DLINES=112", "-DSTAGES=5", "-DLONG=1"),
                someRows("-DROWS=48", "-DMODE=NORMING", "-DPARTS=5", "-DLINES=64", "-DSTAGES=4", "-DLONG=1"),
                normed("-DROWS=48", "-DMODE=PLAIN", "-DPARTS=1", "-DLINES=64", "-DSTAGES=4", "-DLONG=0"),
                normed("-DROWS=32", "-DMODE=GATED", "-DPARTS=2", "-DLINES=112", "-DSTAGES=3", "-DLONG=1"),
                someRows("-DROWS=32", "-DMODE=GATED", "-DPARTS=2", "-DLINES=112", "-DSTAGES=3", "-DLONG=1"),
                shape(
                        KernelSource.HEADS,
                        "-DHEADS=8",
                        "-DINPUTS=16",
                        "-DHIDDEN=8",
                        "-DSKIP=1",
                        "-DPAIRS=256",
                        "-DALIGN_THREADS=256"),
                shape(
                        KernelSource.CORRECT,
                        "-DHEADS=8",
                        "-DINPUTS=8",
                        "-DHIDDEN=8",
                        "-DSKIP=1",
                        "-DKV_HEADS=2",
                        "-DRANK=6",
                        "-DACTIVATION=0",
                        "-DWARPS=4",
                        "-DSTAGES=2",
                        "-DBLOCKS=2"));
    }

    private static Arguments shape(KernelSource source, String... defines) {
        return Arguments.of(source, List.of(defines));
    }

    private static Arguments someRows(String... defines) {
        return someRows("-DNORMED=0", defines);
    }

    private static Arguments normed(String... defines) {
        return someRows("-DNORMED=1", defines);
    }

    private static Arguments someRows(String normed, String[] defines) {
        List<String> all = new ArrayList<>(List.of(defines));
        all.addAll(List.of("-DACTIVATION=2", normed));
        return Arguments.of(KernelSource.SOME_ROWS, all);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everySourceCompilesWhereThereIsACompiler(KernelSource source, List<String> defines)
            throws IOException, InterruptedException {
        if (nvrtcLoads()) {
            Compiler compiler = new Compiler(HOPPER);
            byte[] code =
                    compiler.compile(source.name(), source.text(), compiler.options(source.particular(), defines));
            assertTrue(code.length > 0, "no code of " + source);
            return;
        }
        Optional<Path> nvcc = nvcc();
        if (nvcc.isPresent()) {
            compile(nvcc.get(), source, defines);
        } else {
            LOG.info("Not compiled here, there is neither NVRTC nor nvcc: {} {}", source, defines);
        }
    }

    private void compile(Path nvcc, KernelSource source, List<String> defines)
            throws IOException, InterruptedException {
        Path text = folder.resolve("kernels.cu");
        Files.writeString(text, source.text());
        List<String> command = new ArrayList<>(List.of(
                nvcc.toString(), "-arch=sm_" + HOPPER + (source.particular() ? "a" : ""), "-std=c++17", "-ptx"));
        command.addAll(defines);
        command.addAll(List.of("-o", folder.resolve("kernels.ptx").toString(), text.toString()));
        Path words = folder.resolve("words.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(words.toFile())
                .start();
        assertTrue(process.waitFor(MINUTES, TimeUnit.MINUTES), "nvcc does not end");
        assertEquals(0, process.exitValue(), Files.readString(words, StandardCharsets.UTF_8));
    }

    private static boolean nvrtcLoads() {
        try {
            Loader.load(nvrtc.class);
            return true;
        } catch (LinkageError e) {
            return false;
        }
    }

    private static Optional<Path> nvcc() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator, -1))
                .map(each -> Path.of(each, "nvcc"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
