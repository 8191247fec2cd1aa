package org.crosslayer.engine.bench.contest;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
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
        NOBODY(false, false),
        /// Takes every layer's pattern.
        PATTERNS(true, false),
        /// Nobody, and the last layer is not run beyond its pattern.
        NOBODY_TO_LAST_PATTERN(false, true),
        /// Takes every layer's pattern, and the last layer is not run any further.
        PATTERNS_TO_LAST(true, true);

        private final boolean takes;
        private final boolean stops;

        Look(boolean takes, boolean stops) {
            this.takes = takes;
            this.stops = stops;
        }
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
    private final Look look;
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
        prompts = new int[batch][];
        Arrays.setAll(prompts, sequence -> RandomLlama.text(nVocab, sizes[0], sequence));
        this.look = look;
        watcher = new Watcher(look.takes);
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
            read(rows, to == length, tokens);
        }
        long read = System.nanoTime();
        for (int i = 0; i < generate; i++) {
            choose(pass.step(tokens, watcher, Cancellation.NEVER), 1, tokens);
        }
        long end = System.nanoTime();
        long due = look.takes ? (long) decoder.config().nLayers() * batch * (length + generate) : 0;
        if (watcher.seen != due) {
            throw new IllegalStateException("rows of patterns shown: " + watcher.seen + " of " + due);
        }
        Map<String, Long> times = new LinkedHashMap<>();
        times.put("prefill", read - start);
        if (generate > 0) {
            times.put("decode", end - read);
        }
        times.put("peak", PeakMemory.bytes());
        return times;
    }

    /// One step of a prompt, and what follows its last token.
    private void read(int[][] rows, boolean last, int[]... tokens) {
        if (look.stops) {
            pass.peek(rows, decoder.config().nLayers() - 1, watcher, Cancellation.NEVER);
            return;
        }
        Tensor out = pass.step(rows, watcher, Cancellation.NEVER);
        if (last) {
            choose(out, rows[0].length, tokens);
        }
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
