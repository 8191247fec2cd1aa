package org.crosslayer.engine.backend;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.GgufBuilder;
import org.crosslayer.engine.format.GgufFile;
import org.crosslayer.engine.format.QuantVectors;
import org.crosslayer.engine.tensor.DType;

/// A program of its own, because what it tries could end the JVM: reads weights of a mapped file until all is
/// compiled, cuts the file, and reads on.
final class CutFileRun {
    private static final int COLUMNS = 2048;
    private static final int ROWS = 64;
    private static final int CALLS = 250;

    private CutFileRun() {}

    /// Tries all types.
    ///
    /// @param args a folder to write into
    public static void main(String[] args) throws IOException, EngineException {
        try (CpuBackend cpu = new CpuBackend(2)) {
            for (DType dtype : QuantVectors.types().toList()) {
                Path path = Path.of(args[0]).resolve(dtype + ".gguf");
                byte[] bytes = new byte[(int) dtype.bytesOf((long) ROWS * COLUMNS)];
                new GgufBuilder().tensor("w", dtype, bytes, ROWS, COLUMNS).write(path);
                run(cpu, path);
            }
        }
        System.out.println("survived");
    }

    private static void run(CpuBackend cpu, Path path) throws IOException, EngineException {
        try (GgufFile file = GgufFile.open(path);
                Workspace memory = cpu.workspace()) {
            Weight weight = cpu.weight(List.copyOf(file.tensors().values()).getFirst());
            Runnable decode = linear(cpu, weight, memory, 1);
            Runnable prefill = linear(cpu, weight, memory, 8);
            for (int i = 0; i < CALLS; i++) {
                decode.run();
            }
            prefill.run();
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(64);
            }
            requireFault(path, decode);
            requireFault(path, prefill);
        }
        Files.delete(path);
    }

    private static Runnable linear(CpuBackend cpu, Weight weight, Workspace memory, int rows) {
        Tensor x = memory.allocate(rows, COLUMNS);
        Tensor out = memory.allocate(rows, ROWS);
        return () -> cpu.linear(x, weight, null, out);
    }

    private static void requireFault(Path path, Runnable read) {
        try {
            read.run();
        } catch (InternalError _) {
            return;
        }
        throw new AssertionError(path + " was read although it is cut");
    }
}
