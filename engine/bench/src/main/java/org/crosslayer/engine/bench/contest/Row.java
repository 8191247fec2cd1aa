package org.crosslayer.engine.bench.contest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.crosslayer.engine.bench.contest.RandomLlama.Stored;
import org.crosslayer.engine.bench.contest.ReadTask.Look;

/// The contests, by the rows of the tables in `docs/performance.md`; the first side is compared with the others.
enum Row {
    /// Every layer's pattern observed, against programs that observe nothing, or observe likewise.
    PREFILL_OBSERVED {
        @Override
        List<Side> sides(Scale scale, Path models, Commands commands) throws IOException {
            Path model = scale.sample(models);
            int n = scale.prompt;
            return List.of(
                    read(model, n, Look.PATTERNS, Measure.tokens(", every pattern observed", "prefill", n)),
                    read(model, n, Look.NOBODY, Measure.tokens("", "prefill", n)),
                    llama(
                            commands,
                            model,
                            n,
                            1,
                            Measure.tokens("", "prefill", n).asking("at least 2.5 ×")),
                    torch(commands, model, n, 1, "patterns", Measure.tokens("", "prefill", n)));
        }
    },
    PREFILL_BF16 {
        @Override
        List<Side> sides(Scale scale, Path models, Commands commands) throws IOException {
            Path model = scale.large(models, Stored.BF16);
            int n = scale.prompt;
            double tokens = FloorTask.PRODUCT_OPERATIONS / (2.0 * scale.large().layerValues());
            return List.of(
                    read(model, n, Look.NOBODY, Measure.tokens("", "prefill", n)),
                    llama(
                            commands,
                            model,
                            n,
                            1,
                            Measure.tokens("", "prefill", n).asking("at least 1.5 ×, or")),
                    torch(commands, model, n, 1, "plain", Measure.tokens("", "prefill", n)),
                    Side.crosslayer(
                            Measure.tokens(": float32 products alone", "sgemm", tokens)
                                    .asking("at least 0.75 ×"),
                            "floor"));
        }
    },
    DECODE_BF16 {
        @Override
        List<Side> sides(Scale scale, Path models, Commands commands) throws IOException {
            List<Side> sides = decode(scale, models, commands, Stored.BF16);
            int n = scale.generate;
            sides.add(torch(
                    commands, scale.large(models, Stored.BF16), n, n + 1, "plain", Measure.tokens("", "decode", n)));
            return sides;
        }
    },
    DECODE_Q8 {
        @Override
        List<Side> sides(Scale scale, Path models, Commands commands) throws IOException {
            return decode(scale, models, commands, Stored.Q8_0);
        }
    },
    /// Many sequences at once, against one.
    DECODE_BATCH {
        @Override
        List<Side> sides(Scale scale, Path models, Commands commands) throws IOException {
            Path model = scale.large(models, Stored.BF16);
            int prompt = scale.generate;
            int generate = scale.generate / 2;
            int batch = scale.batch;
            return List.of(
                    Side.crosslayer(
                            Measure.tokens(", batch " + batch, "decode", (double) generate * batch),
                            "read",
                            model,
                            prompt,
                            generate,
                            batch,
                            Look.NOBODY),
                    Side.crosslayer(
                            Measure.tokens(", batch 1", "decode", generate).asking("at least 6 ×"),
                            "read",
                            model,
                            prompt,
                            generate,
                            1,
                            Look.NOBODY));
        }
    },
    DIVERGENCE {
        @Override
        List<Side> sides(Scale scale, Path models, Commands commands) {
            int heads = scale.heads();
            int rows = scale.rows();
            Measure terms = Measure.terms((double) heads * heads * rows * (rows + 1) / 2);
            List<String> sizes = List.of(Integer.toString(heads), Integer.toString(rows));
            return List.of(
                    Side.crosslayer(terms.asking("at least 4e9"), "divergence", heads, rows),
                    Side.peer(
                            commands.python("divergence.py", "numpy", sizes.get(0), sizes.get(1)),
                            1,
                            terms.asking("at least 5 ×")),
                    Side.peer(
                            commands.python("divergence.py", "scipy", sizes.get(0), sizes.get(1)),
                            1,
                            terms.asking("at least 30 ×")));
        }
    },
    /// From a switch of a layer of `sample-16l` to the first estimate, and to 16 windows of 512 tokens.
    SWITCH {
        @Override
        List<Side> sides(Scale scale, Path models, Commands commands) throws IOException {
            List<Measure> measures = new ArrayList<>();
            List<Object> task = new ArrayList<>(
                    List.of("switch", scale.switched(models), scale.windows, Math.min(scale.prompt, MOST_WINDOW)));
            for (int layer : scale.switches()) {
                task.add(layer);
                String words = ", layer " + layer + ", ";
                long all = Math.round(1500.0 * (SWITCHED_LAYERS - layer) / SWITCHED_LAYERS);
                measures.add(
                        Measure.time(words + "first estimate", "first" + layer).asking("at most 150 ms"));
                measures.add(Measure.time(words + "all windows", "all" + layer).asking("at most " + all + " ms"));
            }
            return List.of(Side.crosslayer(measures, task.toArray()));
        }
    },
    /// Patterns observed and reduced, against the same layers without anybody looking.
    CAPTURE {
        @Override
        List<Side> sides(Scale scale, Path models, Commands commands) throws IOException {
            return capture(scale, scale.sample(models));
        }
    },
    CAPTURE_1B {
        @Override
        List<Side> sides(Scale scale, Path models, Commands commands) throws IOException {
            return capture(scale, scale.large(models, Stored.BF16));
        }
    },
    /// Time and memory of texts of growing length.
    GROWTH {
        @Override
        List<Side> sides(Scale scale, Path models, Commands commands) throws IOException {
            Path model = scale.longContext(models);
            List<Side> sides = new ArrayList<>();
            for (int n : scale.lengths()) {
                String length = ", " + n + " tokens";
                sides.add(Side.crosslayer(
                        List.of(Measure.time(length, "prefill"), Measure.peak(length)),
                        "read",
                        model,
                        n,
                        0,
                        1,
                        Look.NOBODY));
                for (StudyTask.Kind kind : Growth.STUDIES) {
                    sides.add(Side.crosslayer(
                            List.of(Measure.time(length, "study"), Measure.peak(length)), "study", model, kind, n));
                }
            }
            return sides.stream().map(Side::lean).toList();
        }

        /// Eighteen processes at once would take more memory than they measure.
        @Override
        boolean playsInTurns() {
            return false;
        }

        @Override
        List<String> summary(Scale scale, List<Rates> rates) {
            return new Growth(scale.longContext(), scale.lengths(), rates).lines();
        }
    };

    private static final int SWITCHED_LAYERS = 16;
    private static final int MOST_WINDOW = 512;

    /// Who plays, at some size.
    abstract List<Side> sides(Scale scale, Path models, Commands commands) throws IOException;

    /// Lines that say what all numbers together mean; none where they speak for themselves.
    List<String> summary(Scale scale, List<Rates> rates) {
        return List.of();
    }

    /// Whether all sides are there at once and take turns; otherwise one plays all its rounds after the other.
    boolean playsInTurns() {
        return true;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<Side> decode(Scale scale, Path models, Commands commands, Stored stored) throws IOException {
        Path model = scale.large(models, stored);
        int n = scale.generate;
        double tokens = FloorTask.READ_BYTES / scale.large().bytesPerToken(stored);
        return new ArrayList<>(List.of(
                Side.crosslayer(Measure.tokens("", "decode", n), "read", model, n, n, 1, Look.NOBODY),
                llama(commands, model, n, n + 1, Measure.tokens("", "decode", n).asking("at least 0.9 ×")),
                Side.crosslayer(
                        Measure.tokens(": reading the weights alone", "read", tokens)
                                .asking("at least 0.8 ×"),
                        "floor")));
    }

    private static List<Side> capture(Scale scale, Path model) {
        int n = scale.observed;
        Measure patterns = Measure.tokens(", every pattern observed", "prefill", n);
        return List.of(
                read(model, n, Look.NOBODY_TO_LAST_PATTERN, Measure.tokens(", nobody looking", "prefill", n)),
                read(model, n, Look.PATTERNS_TO_LAST, patterns.asking("at most 1.15 ×")),
                Side.crosslayer(
                        Measure.tokens(", all pairs of layers", "study", n).asking("at most 1.15 ×"),
                        "study",
                        model,
                        StudyTask.Kind.LAYERS,
                        n),
                Side.crosslayer(
                        Measure.tokens(", all pairs of heads of neighbours", "study", n),
                        "study",
                        model,
                        StudyTask.Kind.HEADS,
                        n));
    }

    private static Side read(Path model, int prompt, Look look, Measure measure) {
        return Side.crosslayer(measure, "read", model, prompt, 0, 1, look);
    }

    private static Side llama(Commands commands, Path model, int prompt, int generate, Measure measure) {
        return Side.peer(commands.llama(model, prompt, generate), commands.threads(), measure);
    }

    private static Side torch(Commands commands, Path model, int prompt, int generate, String look, Measure measure) {
        return Side.peer(commands.torch(model, prompt, generate, look), commands.threads(), measure);
    }
}
