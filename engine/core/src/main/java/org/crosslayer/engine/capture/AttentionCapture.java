package org.crosslayer.engine.capture;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.NotEnoughMemoryException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.DecoderPass;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tensor.FloatMatrix;

/// Captures what a person looks at: whole maps of a few layers, or everything of a short text.
public final class AttentionCapture {
    private final Decoder decoder;
    private final AttentionPlan plan;

    /// A capture of the model under a plan.
    public AttentionCapture(Decoder decoder, AttentionPlan plan) {
        this.decoder = decoder;
        this.plan = plan;
    }

    /// Runs one text up to the highest layer asked for and keeps those maps and no others, each `[n, n]`: row = query,
    /// column = key, zero above the diagonal.
    ///
    /// @param ids    `[n]`
    /// @param places at least one
    /// @throws NotEnoughMemoryException if the maps would not fit on the heap
    public Map<MapPlace, FloatMatrix> chosen(
            int[] ids, Set<MapPlace> places, Progress progress, Cancellation cancellation) throws EngineException {
        int chunk = chunk(CaptureSize.chosen(ids.length, places.size()));
        ChosenMaps maps = new ChosenMaps(decoder.backend(), ids.length, places);
        int last = places.stream().mapToInt(MapPlace::layer).max().orElseThrow();
        try (DecoderPass pass = decoder.pass(plan, 1, ids.length, chunk)) {
            for (int from = 0; from < ids.length; from += chunk) {
                int[] rows = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + chunk));
                pass.peek(new int[][] {rows}, last, maps, cancellation);
                progress.report("Reading attention maps", (double) pass.position() / ids.length);
            }
        }
        return maps.maps();
    }

    /// Runs one text and keeps patterns, hidden states and logits of every layer and position.
    ///
    /// @param ids `[n]`
    /// @throws NotEnoughMemoryException if all of it would not fit on the heap
    public ForwardRecord record(int[] ids, Progress progress, Cancellation cancellation) throws EngineException {
        ModelConfig config = decoder.config();
        int n = ids.length;
        int chunk = chunk(CaptureSize.everything(config, n));
        Set<Integer> all = IntStream.range(0, config.nLayers()).boxed().collect(Collectors.toSet());
        MapCapture maps = new MapCapture(decoder.backend(), n, all);
        ResidualCapture capture = new ResidualCapture(decoder.backend(), n, config.nLayers(), config.dModel(), maps);
        float[] logits = new float[n * config.nVocab()];
        try (DecoderPass pass = decoder.pass(plan, 1, n, chunk);
                Workspace workspace = decoder.backend().workspace()) {
            Tensor room = workspace.allocate(Math.min(n, chunk), config.nVocab());
            for (int from = 0; from < n; from += chunk) {
                int[] rows = Arrays.copyOfRange(ids, from, Math.min(n, from + chunk));
                Tensor out = pass.step(new int[][] {rows}, capture, cancellation);
                Tensor chunkLogits = room.rows(0, rows.length);
                decoder.logits(out, chunkLogits);
                float[] values = decoder.backend().read(chunkLogits);
                System.arraycopy(values, 0, logits, from * config.nVocab(), values.length);
                progress.report("Running the text", (double) pass.position() / n);
            }
        }
        return new ForwardRecord(
                maps.maps(boxed(ids)), capture.hidden(), FloatMatrix.copyOf(n, config.nVocab(), logits));
    }

    /// Rows a step that fit the device; refuses what does not fit at all.
    private int chunk(CaptureSize size) throws NotEnoughMemoryException {
        MemoryEstimate estimate = MemoryEstimate.of(decoder.config(), size, 0, MemoryRoom.of(decoder.backend()));
        estimate.check();
        return estimate.chunk();
    }

    private static List<Integer> boxed(int[] ids) {
        return Arrays.stream(ids).boxed().toList();
    }
}
