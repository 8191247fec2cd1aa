package org.crosslayer.engine.evaluation;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.CpuBackend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.Checkpoint;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.format.SafetensorsFile;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.ConfigReader;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.tensor.DType;
import org.crosslayer.samples.SampleModels;

/// What a decoded token leaves on the heap, on all threads that take part, with `sample-16l` in several types.
///
/// Views of tensors, pieces of work for the crew and their likes are small objects, a number of them for each operator;
/// numbers themselves (rows, scores, logits, vectors) never go there, however long the text or wide the model. So the
/// bound is one for each layer and sequence. A single vector put into a box in a kernel's loop would break it.
final class DecodeAllocationRun {
    /// Types by batches, and LiSA by batches.
    static final int CASES = 8;

    /// Bytes for a token of each sequence, a layer: about 10,000 were seen.
    private static final long LAYER_BYTES = 16 * 1024;

    private static final int TOKENS = 40;
    private static final int MOST_ROUNDS = 45;

    private DecodeAllocationRun() {}

    /// Tries all types; ends with an error if one never keeps within the bound, however warm it is.
    ///
    /// @param args a folder to write into
    public static void main(String[] args) throws EngineException, IOException {
        for (int batch : new int[] {1, 4}) {
            for (DType dtype : List.of(DType.F32, DType.BF16, DType.Q8_0)) {
                run(dtype, batch, false, Path.of(args[0]));
            }
            run(DType.F32, batch, true, Path.of(args[0]));
        }
    }

    private static void run(DType dtype, int batch, boolean shares, Path folder) throws EngineException, IOException {
        String name = dtype + "-" + batch + (shares ? "-shared" : "");
        Path model = SampleModels.sample16l();
        try (Checkpoint file = SafetensorsFile.open(model.resolve("model.safetensors"));
                Backend backend = new CpuBackend(2)) {
            Checkpoint retyped = Retyped.of(file, dtype, folder.resolve(name));
            Decoder decoder = Decoder.of(model, retyped, ConfigReader.read(model.resolve("config.json")), backend);
            int nLayers = decoder.config().nLayers();
            long bound = LAYER_BYTES * nLayers * batch;
            int[][] prompts = new int[batch][];
            Arrays.setAll(prompts, sequence -> new int[] {100 + sequence, 200});
            try (TokenRun run = TokenRun.open(
                    decoder,
                    shares ? lisa(decoder.config()) : AttentionPlan.none(nLayers),
                    batch,
                    2,
                    TOKENS * MOST_ROUNDS,
                    LossPass.CHUNK)) {
                int[] next = run.read(prompts, Cancellation.NEVER);
                long bytes = Long.MAX_VALUE;
                // The compiler takes its time, the longer the busier the machine.
                for (int round = 0; bytes > bound; round++) {
                    if (round == MOST_ROUNDS) {
                        throw new AssertionError("%s: %,d bytes a token, more than %,d".formatted(name, bytes, bound));
                    }
                    long before = allocated();
                    for (int i = 0; i < TOKENS; i++) {
                        next = run.append(next, Cancellation.NEVER);
                    }
                    bytes = (allocated() - before) / TOKENS;
                }
                System.out.printf("%s: %,d bytes a token%n", name, bytes);
            }
        }
    }

    /// Every second layer corrects the scores of the one below: nets over heads, to which differences are added.
    private static AttentionPlan lisa(ModelConfig config) {
        AttentionPlan plan = AttentionPlan.none(config.nLayers());
        LisaOptions options = LisaOptions.defaults(config.nHeads());
        for (int layer = 1; layer < config.nLayers(); layer += 2) {
            plan = plan.with(layer, new LayerAttention.Lisa(layer - 1, LisaAdapter.random(config, options, layer)));
        }
        return plan;
    }

    /// Bytes that this thread and the backend's have allocated so far.
    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] ids = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.equals(Thread.currentThread())
                        || thread.getName().startsWith("crosslayer-cpu"))
                .mapToLong(Thread::threadId)
                .toArray();
        return Arrays.stream(threads.getThreadAllocatedBytes(ids)).sum();
    }

    /// The matrices of a checkpoint in another type, in a mapped file as a model's are.
    private record Retyped(Map<String, MappedTensor> tensors) implements Checkpoint {
        private static final int BLOCK = 32;
        private static final float QUANT = 1f / 127;

        static Retyped of(Checkpoint original, DType dtype, Path path) throws IOException {
            long size = original.tensors().values().stream()
                    .mapToLong(tensor -> type(tensor, dtype).bytesOf(tensor.size()))
                    .sum();
            MemorySegment file;
            try (FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                file = channel.map(FileChannel.MapMode.READ_WRITE, 0, size, Arena.ofAuto());
            }
            Map<String, MappedTensor> tensors = new LinkedHashMap<>();
            long at = 0;
            for (MappedTensor tensor : original.tensors().values()) {
                DType type = type(tensor, dtype);
                MemorySegment data = file.asSlice(at, type.bytesOf(tensor.size()));
                at += data.byteSize();
                store(tensor.toFloats(), type, data);
                tensors.put(tensor.name(), new MappedTensor(tensor.name(), type, tensor.shape(), data));
            }
            return new Retyped(tensors);
        }

        private static DType type(MappedTensor tensor, DType dtype) {
            return tensor.shape().size() < 2 ? DType.F32 : dtype;
        }

        private static void store(float[] values, DType dtype, MemorySegment data) {
            for (int i = 0; i < values.length; i++) {
                switch (dtype) {
                    case F32 -> data.set(ValueLayout.JAVA_FLOAT_UNALIGNED, (long) i * Float.BYTES, values[i]);
                    case BF16 ->
                        data.set(ValueLayout.JAVA_SHORT_UNALIGNED, (long) i * Short.BYTES, (short)
                                (Float.floatToRawIntBits(values[i]) >>> Short.SIZE));
                    default -> {
                        long block = dtype.bytesOf((long) i / BLOCK * BLOCK);
                        data.set(ValueLayout.JAVA_SHORT_UNALIGNED, block, Float.floatToFloat16(QUANT));
                        byte quant = (byte) Math.clamp(Math.round(values[i] / QUANT), -127, 127);
                        data.set(ValueLayout.JAVA_BYTE, block + Short.BYTES + i % BLOCK, quant);
                    }
                }
            }
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of();
        }

        @Override
        public void close() {
            // The original is closed by whoever opened it.
        }
    }
}
