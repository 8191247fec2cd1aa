package org.crosslayer.engine.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.PairTerm;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.bench.CardModel.Shape;
import org.crosslayer.engine.cuda.CudaBackend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.NotEnoughMemoryException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.DecoderPass;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.RowSpan;
import org.crosslayer.engine.task.Cancellation;

/// How fast an NVIDIA card reads, is watched, and decodes, with models of real shapes and random weights. One line a
/// measurement as soon as it is done: what, the median and all samples in seconds, and what the floor is made of.
///
/// Arguments: rows to measure, `SHAPE:WORK` with shape `7b` or `8b` and work `prefill`, `observed`, `long`,
/// `decode-BATCH`, `lisa-BATCH-SHARED` (decoding, of 32 layers so many share) or `sweep-SHARED` (the same, for
/// batches up to the largest that fits), or `divergences`. With `-Dcrosslayer.cuda.profile=true` a table
/// follows of where the card's time went, kernel by kernel. Started by `engine/bench/gpu/measure`.
public final class CardBench {
    private static final String DEVICE = System.getProperty("crosslayer.bench.device", "cuda-bf16");
    private static final int TOKENS = 2048;
    private static final int LONG = 8192;
    /// Tokens that stand in the cache before decoding is timed, and so many more are decoded.
    private static final int PROMPT = 512;

    private static final int DECODED = 24;
    private static final int WARM_UP = 64;
    private static final int REPEATS = 5;
    /// Tokens that are decoded of each batch of a sweep.
    private static final int SWEPT = 9;
    private static final int FIRST_BATCH = 32;
    /// Batches are doubled up to this one; then they grow by as many again.
    private static final int LARGE_BATCH = 512;
    /// Where a sweep ends.
    private static final int LAST_STEP = 16;

    private static final int HEADS = 32;
    /// Of a low-rank head in place of 128 values: Q and K are 6.4 times smaller.
    private static final int RANK = 20;

    private static final double SECOND = 1e9;
    private static final double GIGA = 1e9;
    private static final double TERA = 1e12;

    private final PrintStream out;

    private CardBench(PrintStream out) {
        this.out = out;
    }

    /// Measures what the arguments name.
    @SuppressWarnings("SystemOut") // a program for the terminal
    public static void main(String[] args) throws EngineException, IOException {
        CardBench bench = new CardBench(System.out);
        if (Arrays.asList(args).contains("divergences")) {
            bench.divergences();
        }
        for (Shape shape : Shape.values()) {
            List<String> works = Arrays.stream(args)
                    .filter(row -> row.startsWith(shape.label() + ":"))
                    .map(row -> row.substring(shape.label().length() + 1))
                    .toList();
            if (!works.isEmpty()) {
                bench.measure(shape, works);
            }
        }
    }

    private void measure(Shape shape, List<String> works) throws EngineException, IOException {
        long start = System.nanoTime();
        try (CardModel model = CardModel.of(shape, DEVICE)) {
            out.printf(
                    Locale.ROOT,
                    "%s on %s, %s: brought to the card in %.1f s%n",
                    shape.label(),
                    DEVICE,
                    model.backend().description(),
                    (System.nanoTime() - start) / SECOND);
            for (String work : works) {
                String[] words = work.split("-", -1);
                switch (words[0]) {
                    case "prefill" -> prefill(shape, model, work, TOKENS, TOKENS, ForwardObserver.NOBODY);
                    case "observed" -> observed(shape, model, work, TOKENS, TOKENS);
                    case "long" -> observed(shape, model, work, LONG, TOKENS);
                    case "decode" -> decode(shape, model, work, Integer.parseInt(words[1]), 0);
                    case "sweep" -> sweep(shape, model, Integer.parseInt(words[1]));
                    case "lisa" -> decode(shape, model, work, Integer.parseInt(words[1]), Integer.parseInt(words[2]));
                    default -> throw new IllegalArgumentException("no such work: " + work);
                }
            }
        }
    }

    /// Every layer's pattern is looked at: its mean over heads is made and handed out on the card.
    private void observed(Shape shape, CardModel model, String work, int tokens, int chunk) throws EngineException {
        int layers = model.decoder().config().nLayers();
        int[] seen = new int[layers];
        prefill(shape, model, work, tokens, chunk, new ForwardObserver() {
            @Override
            public boolean wantsMean(int layer) {
                return true;
            }

            @Override
            public void mean(int layer, RowSpan span, Tensor mean) {
                seen[layer]++;
            }
        });
        if (Arrays.stream(seen).anyMatch(count -> count != (REPEATS + 1) * Math.ceilDiv(tokens, chunk))) {
            throw new IllegalStateException("not every layer's mean was made: " + Arrays.toString(seen));
        }
    }

    private void prefill(Shape shape, CardModel model, String work, int tokens, int chunk, ForwardObserver observer)
            throws EngineException {
        AttentionPlan plan = AttentionPlan.none(model.decoder().config().nLayers());
        int[][] ids = {new Random(1).ints(tokens, 0, 30_000).toArray()};
        double[] samples = new double[REPEATS];
        try (DecoderPass pass = model.decoder().pass(plan, 1, tokens, chunk)) {
            for (int sample = -1; sample < REPEATS; sample++) {
                pass.restart(plan);
                long start = System.nanoTime();
                Tensor last = read(pass, ids, chunk, observer);
                model.backend().read(last.as(1, 1, 1));
                if (sample >= 0) {
                    samples[sample] = (System.nanoTime() - start) / SECOND;
                } else {
                    takeProfile(model);
                }
            }
            double operations = 2.0 * shape.ofLayers() * tokens;
            double seconds = row(shape, work, samples);
            out.printf(
                    Locale.ROOT,
                    "    floor: %.2f TFLOP in weights; done at %.0f TFLOP/s; pass holds %.1f GB%n",
                    operations / TERA,
                    operations / TERA / seconds,
                    pass.sizeBytes() / GIGA);
        }
        profile(model);
    }

    private static Tensor read(DecoderPass pass, int[][] ids, int chunk, ForwardObserver observer) {
        Tensor last = null;
        for (int first = 0; first < ids[0].length; first += chunk) {
            int from = first;
            int[][] some = Arrays.stream(ids)
                    .map(all -> Arrays.copyOfRange(all, from, Math.min(from + chunk, all.length)))
                    .toArray(int[][]::new);
            last = pass.step(some, observer, Cancellation.NEVER);
        }
        if (last == null) {
            throw new IllegalArgumentException("no tokens");
        }
        return last;
    }

    /// Tokens of a first pass are not counted: meanwhile Java compiles what starts the kernels.
    private void decode(Shape shape, CardModel model, String work, int batch, int shared) throws EngineException {
        AttentionPlan plan = plan(model, shared);
        tokens(model, plan, batch, WARM_UP);
        double seconds = row(shape, work, tokens(model, plan, batch, DECODED));
        double weights = 2.0 * shape.multiplied();
        double cache = 2.0 * shape.cached() * batch * (PROMPT + DECODED / 2.0);
        out.printf(
                Locale.ROOT,
                "    floor: %.2f GB of weights, %.2f GB of keys and values without sharing; done at %.0f GB/s,"
                        + " %.0f tokens/s%n",
                weights / GIGA,
                cache / GIGA,
                (weights + cache) / GIGA / seconds,
                batch / seconds);
        profile(model);
    }

    /// Seconds of single tokens of a batch behind a prompt of [#PROMPT] positions; what stands in the cache is
    /// random.
    private static double[] tokens(CardModel model, AttentionPlan plan, int batch, int count) throws EngineException {
        Backend backend = model.backend();
        double[] samples = new double[count - 2];
        try (DecoderPass pass = model.decoder().pass(plan, batch, 1 + PROMPT + count, 1);
                Workspace memory = backend.workspace()) {
            Tensor logits = memory.allocate(batch, model.decoder().config().nVocab());
            pass.step(new int[batch][1], ForwardObserver.NOBODY, Cancellation.NEVER);
            pass.pretend(PROMPT, 1);
            for (int token = 0; token < count; token++) {
                long start = System.nanoTime();
                Tensor last = pass.step(new int[batch][1], ForwardObserver.NOBODY, Cancellation.NEVER);
                model.decoder().logits(last, logits);
                backend.read(logits.as(1, 1, 1));
                if (token >= 2) {
                    samples[token - 2] = (System.nanoTime() - start) / SECOND;
                } else {
                    takeProfile(model);
                }
            }
        }
        return samples;
    }

    /// Decoding of larger and larger batches until one does not fit, without sharing where `shared` is 0.
    private void sweep(Shape shape, CardModel model, int shared) throws EngineException {
        AttentionPlan plan = plan(model, shared);
        double best = 0;
        int most = 0;
        int fits = 0;
        for (int batch = FIRST_BATCH, step = FIRST_BATCH; step >= LAST_STEP; ) {
            try {
                double[] samples = tokens(model, plan, batch, SWEPT);
                Arrays.sort(samples);
                double rate = batch / samples[samples.length / 2];
                out.printf(
                        Locale.ROOT, "    %s batch %d, %d shared: %.0f tokens/s%n", shape.label(), batch, shared, rate);
                fits = batch;
                most = rate > best ? batch : most;
                best = Math.max(best, rate);
                step = fits < LARGE_BATCH ? Math.max(step, fits) : step;
            } catch (NotEnoughMemoryException | OutOfMemoryError e) {
                step /= 2;
            }
            batch = fits + step;
        }
        out.printf(
                Locale.ROOT,
                "%s:sweep-%d %.0f tokens/s at most, at batch %d; the largest that fits is %d to within %d%n",
                shape.label(),
                shared,
                best,
                most,
                fits,
                LAST_STEP);
    }

    private void profile(CardModel model) {
        takeProfile(model).forEach(line -> out.println("    " + line));
    }

    private static List<String> takeProfile(CardModel model) {
        return model.backend() instanceof CudaBackend cuda ? cuda.takeProfile() : List.of();
    }

    /// The first `shared` layers above layer 0 correct those below them; adapters are random.
    private static AttentionPlan plan(CardModel model, int shared) {
        var config = model.decoder().config();
        AttentionPlan plan = AttentionPlan.none(config.nLayers());
        LisaOptions options = LisaOptions.defaults(config.nHeads()).withRank(RANK);
        for (int layer = 1; layer <= shared; layer++) {
            plan = plan.with(layer, new LayerAttention.Lisa(layer - 1, LisaAdapter.random(config, options, layer)));
        }
        return plan;
    }

    /// All head pairs of all adjacent layers of a model of 32 layers with 32 heads, on one text.
    private void divergences() throws EngineException {
        try (Backend backend = CardModel.open(DEVICE);
                Workspace memory = backend.workspace()) {
            Tensor p = memory.allocate(HEADS, TOKENS, TOKENS);
            Tensor q = memory.allocate(HEADS, TOKENS, TOKENS);
            fill(backend, memory, p, 1);
            fill(backend, memory, q, 2);
            double[] samples = new double[REPEATS];
            for (int sample = -1; sample < REPEATS; sample++) {
                long start = System.nanoTime();
                for (int pair = 1; pair < HEADS; pair++) {
                    backend.pairSums(PairTerm.JENSEN_SHANNON, p, q, 0, 0, new double[HEADS * HEADS]);
                }
                if (sample >= 0) {
                    samples[sample] = (System.nanoTime() - start) / SECOND;
                }
            }
            Arrays.sort(samples);
            double terms = (HEADS - 1.0) * HEADS * HEADS * TOKENS * (TOKENS + 1.0) / 2;
            out.printf(
                    Locale.ROOT,
                    "divergences %s: %.3f s %s%n    floor: %.1f G terms of a logarithm each; done at %.0f G/s%n",
                    DEVICE,
                    samples[REPEATS / 2],
                    Arrays.toString(samples),
                    terms / GIGA,
                    terms / GIGA / samples[REPEATS / 2]);
        }
    }

    private static void fill(Backend backend, Workspace memory, Tensor slab, long seed) {
        Random random = new Random(seed);
        float[] values = new float[HEADS * TOKENS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        Tensor some = memory.allocate(TOKENS, HEADS);
        backend.write(values, some);
        backend.scores(some.as(1, TOKENS, HEADS), some, HEADS, HEADS, 1, slab);
        backend.softmax(slab, 0, slab);
    }

    private double row(Shape shape, String work, double... samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2];
        out.printf(
                Locale.ROOT,
                "%s:%s %.5f s (from %.5f to %.5f, %d samples)%n",
                shape.label(),
                work,
                median,
                sorted[0],
                sorted[sorted.length - 1],
                sorted.length);
        return median;
    }
}
