package org.crosslayer.engine.bench.contest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.crosslayer.engine.bench.contest.RandomLlama.Stored;
import org.crosslayer.samples.SampleModels;

/// How large the rows are played: as the table has them, or just large enough to tell whether all is right.
enum Scale {
    FULL(RandomLlama.SAMPLE, RandomLlama.ONE_BILLION, RandomLlama.LONG, 512, 1024, 16, 16, 16),
    TINY(RandomLlama.TINY, RandomLlama.TINY, RandomLlama.TINY, 40, 64, 4, 2, 2);

    private final RandomLlama sample;
    private final RandomLlama large;
    private final RandomLlama longContext;
    /// Tokens of a prompt that is read.
    final int prompt;
    /// Tokens of one whose patterns are observed.
    final int observed;
    /// Sequences of a batch.
    final int batch;
    /// Tokens that are decoded.
    final int generate;
    /// Windows of a live evaluation.
    final int windows;

    Scale(
            RandomLlama sample,
            RandomLlama large,
            RandomLlama longContext,
            int prompt,
            int observed,
            int batch,
            int generate,
            int windows) {
        this.sample = sample;
        this.large = large;
        this.longContext = longContext;
        this.prompt = prompt;
        this.observed = observed;
        this.batch = batch;
        this.generate = generate;
        this.windows = windows;
    }

    /// A model of the sizes of `sample-16l`.
    Path sample(Path models) throws IOException {
        return sample.in(models, Stored.F32);
    }

    /// A model of the sizes of Llama 3.2 1B.
    Path large(Path models, Stored stored) throws IOException {
        return large.in(models, stored);
    }

    RandomLlama large() {
        return large;
    }

    /// One of the sizes of `sample-16l` with positions for long texts.
    Path longContext(Path models) throws IOException {
        return longContext.in(models, Stored.F32);
    }

    RandomLlama longContext() {
        return longContext;
    }

    /// The model whose layers are switched: the bundled one.
    Path switched(Path models) throws IOException {
        return this == FULL ? SampleModels.sample16l() : sample(models);
    }

    /// Layers to switch.
    List<Integer> switches() {
        return this == FULL ? List.of(1, 4, 8, 12, 15) : List.of(1, 3);
    }

    /// Lengths of texts whose time and memory are compared.
    List<Integer> lengths() {
        return this == FULL ? List.of(256, 512, 1024, 2048, 4096, 8192) : List.of(32, 64);
    }

    /// Heads of each of the two layers whose divergence is found.
    int heads() {
        return this == FULL ? 8 : 3;
    }

    /// Rows of their patterns.
    int rows() {
        return this == FULL ? 512 : 33;
    }
}
