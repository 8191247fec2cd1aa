package org.crosslayer.engine.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.CpuBackend;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.BackendUnavailableException;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.tensor.DType;

/// A CPU backend beside the reference, with seeded data for both.
final class Fixture implements AutoCloseable {
    private static final long SEED = 1;

    private final Backend cpu;
    private final Backend reference = new ReferenceBackend();
    private final Workspace cpuMemory;
    private final Workspace referenceMemory = reference.workspace();
    private final Random random = new Random(SEED);

    Fixture() throws BackendUnavailableException {
        cpu = new CpuBackend();
        cpuMemory = cpu.workspace();
    }

    Backend cpu() {
        return cpu;
    }

    Backend reference() {
        return reference;
    }

    /// Standard normal values.
    float[] normal(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /// A BF16 matrix as a file would hold it.
    MappedTensor matrix(int rows, int columns) {
        MemorySegment data = Arena.ofAuto().allocate((long) rows * columns * Short.BYTES, 64);
        float[] values = normal(rows * columns);
        for (int i = 0; i < values.length; i++) {
            data.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) (Float.floatToRawIntBits(values[i]) >>> Short.SIZE));
        }
        return new MappedTensor("bench", DType.BF16, List.of((long) rows, (long) columns), data);
    }

    Tensor onCpu(int slices, int rows, int columns, float... values) {
        return fill(cpu, cpuMemory, slices, rows, columns, values);
    }

    Tensor onReference(int slices, int rows, int columns, float... values) {
        return fill(reference, referenceMemory, slices, rows, columns, values);
    }

    /// Fails unless the two backends agree within `tolerance` everywhere.
    void requireEqual(Tensor onCpu, Tensor onReference, double tolerance) {
        float[] actual = cpu.read(onCpu);
        float[] expected = reference.read(onReference);
        for (int i = 0; i < expected.length; i++) {
            requireClose(actual[i], expected[i], tolerance);
        }
    }

    static void requireClose(double actual, double expected, double tolerance) {
        if (!(Math.abs(actual - expected) <= tolerance)) {
            throw new IllegalStateException("%s instead of %s".formatted(actual, expected));
        }
    }

    private static Tensor fill(Backend backend, Workspace memory, int slices, int rows, int columns, float... values) {
        Tensor tensor = memory.allocate(slices, rows, columns);
        if (values.length > 0) {
            backend.write(values, tensor);
        }
        return tensor;
    }

    @Override
    public void close() {
        cpuMemory.close();
        referenceMemory.close();
        cpu.close();
    }
}
