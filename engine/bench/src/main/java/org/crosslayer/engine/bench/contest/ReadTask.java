package org.crosslayer.engine.bench.contest;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.CpuBackend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.GgufFile;
import org.crosslayer.engine.model.Architecture;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.DecoderPass;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.model.GgufConfigReader;
import org.crosslayer.engine.model.RowSpan;
import org.crosslayer.engine.task.Cancellation;

/// Crosslayer reading a prompt and continuing it, with nobody or an observer looking on.
final class ReadTask implements Player.Task {
    /// Rows of a step of reading, as everywhere in the engine.
    private static final int CHUNK = 256;

    /// Who looks on.
    enum Look {
        NOBODY,
        /// Takes every layer's pattern.
        PATTERNS
    }

    private final GgufFile file;
    private final Backend backend;
    private final Workspace memory;
    private final Decoder decoder;
    private final DecoderPass pass;
    private final Tensor last;
    private final Tensor logits;
    private final int[][] prompts;
    private final int generate;
    private final int chunk;
    private final Watcher watcher;
    private final AttentionPlan none;

    private ReadTask(GgufFile file, Architecture architecture, Path path, int[] sizes, Look look)
            throws EngineException {
        this.file = file;
        backend = new CpuBackend();
        memory = backend.workspace();
        decoder = Decoder.of(path, file, architecture, backend);
        int nVocab = decoder.config().nVocab();
        int batch = sizes[2];
        generate = sizes[1];
        chunk = Math.max(1, CHUNK / batch);
        none = AttentionPlan.none(decoder.config().nLayers());
        pass = decoder.pass(none, batch, sizes[0] + generate, chunk);
        last = memory.allocate(batch, decoder.config().dModel());
        logits = memory.allocate(batch, nVocab);
        Random random = new Random(1);
        prompts = new int[batch][sizes[0]];
        for (int[] prompt : prompts) {
            Arrays.setAll(prompt, _ -> RandomLlama.FIRST_ID + random.nextInt(nVocab - RandomLlama.FIRST_ID));
        }
        watcher = new Watcher(look == Look.PATTERNS);
    }

    /// @param sizes prompt, tokens to generate, sequences
    static ReadTask open(Path path, int[] sizes, Look look) throws EngineException {
        GgufFile file = GgufFile.open(path);
        return new ReadTask(file, GgufConfigReader.read(file), path, sizes, look);
    }

    /// Counts what it is shown, so that a layer that is not shown does not go unnoticed.
    private static final class Watcher implements ForwardObserver {
        private final boolean looks;
        private long seen;

        Watcher(boolean looks) {
            this.looks = looks;
        }

        @Override
        public boolean wantsPattern(int layer) {
            return looks;
        }

        @Override
        public void pattern(int layer, RowSpan span, Tensor pattern) {
            seen += pattern.rows();
        }
    }

    @Override
    public Map<String, Long> play() {
        watcher.seen = 0;
        pass.restart(none);
        int batch = prompts.length;
        int length = prompts[0].length;
        long start = System.nanoTime();
        int[][] tokens = new int[batch][1];
        for (int first = 0; first < length; first += chunk) {
            int from = first;
            int to = Math.min(first + chunk, length);
            int[][] rows = new int[batch][];
            Arrays.setAll(rows, sequence -> Arrays.copyOfRange(prompts[sequence], from, to));
            Tensor out = pass.step(rows, watcher, Cancellation.NEVER);
            if (to == length) {
                choose(out, to - from, tokens);
            }
        }
        long read = System.nanoTime();
        for (int i = 0; i < generate; i++) {
            choose(pass.step(tokens, watcher, Cancellation.NEVER), 1, tokens);
        }
        long end = System.nanoTime();
        long due = watcher.looks ? (long) decoder.config().nLayers() * batch * (length + generate) : 0;
        if (watcher.seen != due) {
            throw new IllegalStateException("rows of patterns shown: " + watcher.seen + " of " + due);
        }
        Map<String, Long> times = new LinkedHashMap<>();
        times.put("prefill", read - start);
        if (generate > 0) {
            times.put("decode", end - read);
        }
        return times;
    }

    private void choose(Tensor finalRows, int rows, int[]... tokens) {
        for (int sequence = 0; sequence < tokens.length; sequence++) {
            backend.copy(finalRows.rows(sequence * rows + rows - 1, 1), last.rows(sequence, 1));
        }
        decoder.logits(last, logits);
        float[] values = backend.read(logits);
        int nVocab = logits.columns();
        for (int sequence = 0; sequence < tokens.length; sequence++) {
            int best = 0;
            for (int id = 1; id < nVocab; id++) {
                if (values[sequence * nVocab + id] > values[sequence * nVocab + best]) {
                    best = id;
                }
            }
            if (!Float.isFinite(values[sequence * nVocab + best])) {
                throw new IllegalStateException("logits that are no numbers");
            }
            tokens[sequence][0] = best;
        }
    }

    @Override
    public String description() {
        return "Crosslayer, " + backend.description();
    }

    @Override
    public void close() {
        pass.close();
        memory.close();
        backend.close();
        file.close();
    }
}
