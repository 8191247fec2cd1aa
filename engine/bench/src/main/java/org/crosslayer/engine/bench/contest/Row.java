package org.crosslayer.engine.bench.contest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.crosslayer.engine.bench.contest.Contest.Side;

/// The contests, by the rows of the table in `docs/performance.md`.
enum Row {
    /// Every layer's pattern observed, against a program that observes nothing.
    PREFILL_OBSERVED("tokens/s") {
        @Override
        List<Side> sides(Path models, Commands commands) throws IOException {
            Path model = RandomLlama.SAMPLE.in(models, RandomLlama.Stored.F32);
            return List.of(
                    crosslayer(commands, model, 512, 0, 1, ReadTask.Look.PATTERNS, "prefill", 512),
                    crosslayer(commands, model, 512, 0, 1, ReadTask.Look.NOBODY, "prefill", 512),
                    llama(commands, model, 512, 1, "prefill", 512));
        }
    },
    PREFILL_BF16("tokens/s") {
        @Override
        List<Side> sides(Path models, Commands commands) throws IOException {
            Path model = RandomLlama.ONE_BILLION.in(models, RandomLlama.Stored.BF16);
            double tokens = FloorTask.PRODUCT_OPERATIONS / (2.0 * RandomLlama.ONE_BILLION.layerValues());
            return List.of(
                    crosslayer(commands, model, 512, 0, 1, ReadTask.Look.NOBODY, "prefill", 512),
                    llama(commands, model, 512, 1, "prefill", 512),
                    new Side(commands.crosslayer("floor"), ": float32 products alone", "sgemm", tokens, 1));
        }
    },
    DECODE_BF16("tokens/s") {
        @Override
        List<Side> sides(Path models, Commands commands) throws IOException {
            return decode(models, commands, RandomLlama.Stored.BF16);
        }
    },
    DECODE_Q8("tokens/s") {
        @Override
        List<Side> sides(Path models, Commands commands) throws IOException {
            return decode(models, commands, RandomLlama.Stored.Q8_0);
        }
    },
    DECODE_BATCH("tokens/s") {
        @Override
        List<Side> sides(Path models, Commands commands) throws IOException {
            Path model = RandomLlama.ONE_BILLION.in(models, RandomLlama.Stored.BF16);
            return List.of(
                    crosslayer(commands, model, 16, 8, 16, ReadTask.Look.NOBODY, "decode", 8 * 16),
                    crosslayer(commands, model, 16, 8, 1, ReadTask.Look.NOBODY, "decode", 8));
        }
    },
    DIVERGENCE("terms/s") {
        @Override
        List<Side> sides(Path models, Commands commands) {
            double terms = 8.0 * 8 * 512 * 513 / 2;
            return List.of(
                    new Side(commands.crosslayer("divergence", "8", "512"), "", "divergence", terms, 1),
                    new Side(commands.python("divergence.py", "numpy", "8", "512"), "", "divergence", terms, 1),
                    new Side(commands.python("divergence.py", "scipy", "8", "512"), "", "divergence", terms, 1));
        }
    };

    private final String unit;

    Row(String unit) {
        this.unit = unit;
    }

    abstract List<Side> sides(Path models, Commands commands) throws IOException;

    String unit() {
        return unit;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<Side> decode(Path models, Commands commands, RandomLlama.Stored stored) throws IOException {
        Path model = RandomLlama.ONE_BILLION.in(models, stored);
        double tokens = FloorTask.READ_BYTES / RandomLlama.ONE_BILLION.bytesPerToken(stored);
        return List.of(
                crosslayer(commands, model, 16, 16, 1, ReadTask.Look.NOBODY, "decode", 16),
                llama(commands, model, 16, 17, "decode", 16),
                new Side(commands.crosslayer("floor"), ": reading the weights alone", "read", tokens, 1));
    }

    private static Side crosslayer(
            Commands commands,
            Path model,
            int prompt,
            int generate,
            int batch,
            ReadTask.Look look,
            String time,
            int work) {
        String note = look == ReadTask.Look.PATTERNS ? ", every pattern observed" : batch > 1 ? ", batch " + batch : "";
        return new Side(
                commands.crosslayer(
                        "read",
                        model.toString(),
                        Integer.toString(prompt),
                        Integer.toString(generate),
                        Integer.toString(batch),
                        look.name()),
                note,
                time,
                work,
                1);
    }

    private static Side llama(Commands commands, Path model, int prompt, int generate, String time, int work) {
        return new Side(commands.llama(model, prompt, generate), "", time, work, commands.threads());
    }
}
