package org.crosslayer.engine.bench.contest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/// Random Llama models as GGUF files that every program here can read; seeded, and the same bytes each time.
///
/// In its vocabulary each Chinese character is one token, so that a text of `n` of them has exactly `n` tokens.
enum RandomLlama {
    /// The sizes of the bundled model `sample-16l`.
    SAMPLE(16, 256, 8, 8, 768, 4096, 2048, 10_000),
    /// The same with positions for longer texts.
    LONG(16, 256, 8, 8, 768, 4096, 8192, 10_000),
    /// As small as can be, to see whether all is right.
    TINY(4, 64, 4, 2, 128, 512, 128, 10_000),
    /// Llama 3.2 1B.
    ONE_BILLION(16, 2048, 32, 8, 8192, 128_256, 16_384, 500_000);

    /// How weights are stored, by GGML's numbers of types.
    enum Stored {
        F32(0, 1, 4),
        BF16(30, 1, 2),
        Q8_0(8, 32, 34);

        private final int number;
        private final int blockValues;
        private final int blockBytes;

        Stored(int number, int blockValues, int blockBytes) {
            this.number = number;
            this.blockValues = blockValues;
            this.blockBytes = blockBytes;
        }

        long bytes(long values) {
            return values / blockValues * blockBytes;
        }
    }

    /// The first character that is a token of its own, and its id.
    static final int FIRST_CHARACTER = 0x4E00;

    static final int FIRST_ID = 3 + 256;

    private static final int PLANE_START = 0x20000;
    private static final int BASIC_CHARACTERS = 20_000;
    private static final int SOURCE_BYTES = 34 * (1 << 20);
    private static final double SPREAD = 0.02;

    final int nLayers;
    final int dModel;
    final int nHeads;
    final int nKvHeads;
    final int dMlp;
    final int nVocab;
    final int nCtx;
    private final int ropeBase;

    RandomLlama(int nLayers, int dModel, int nHeads, int nKvHeads, int dMlp, int nVocab, int nCtx, int ropeBase) {
        this.nLayers = nLayers;
        this.dModel = dModel;
        this.nHeads = nHeads;
        this.nKvHeads = nKvHeads;
        this.dMlp = dMlp;
        this.nVocab = nVocab;
        this.nCtx = nCtx;
        this.ropeBase = ropeBase;
    }

    /// Ids of a text that is nothing but characters.
    static int[] text(int nVocab, int length, long seed) {
        return new Random(seed).ints(length, FIRST_ID, nVocab).toArray();
    }

    private int dKeys() {
        return dModel / nHeads * nKvHeads;
    }

    /// Parameters that a token is multiplied by in the layers.
    long layerValues() {
        return (long) nLayers * (2L * dModel * dModel + 2L * dModel * dKeys() + 3L * dModel * dMlp);
    }

    /// Bytes that decoding a token reads: every layer and the unembedding.
    long bytesPerToken(Stored stored) {
        return stored.bytes(layerValues() + (long) nVocab * dModel);
    }

    /// The file in `folder`, written if it is not there.
    Path in(Path folder, Stored stored) throws IOException {
        Path file =
                folder.resolve("random-" + name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + stored + ".gguf");
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            Path part = folder.resolve(file.getFileName() + ".part");
            file(stored).write(part);
            Files.move(part, file);
        }
        return file;
    }

    private GgufWriter file(Stored stored) {
        GgufWriter file = new GgufWriter();
        keys(file);
        vocabulary(file);
        ByteBuffer random = random(stored);
        ByteBuffer ones = ByteBuffer.allocateDirect(dModel * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (ones.hasRemaining()) {
            ones.putFloat(1);
        }
        matrix(file, "token_embd.weight", stored, random, nVocab, dModel);
        for (int layer = 0; layer < nLayers; layer++) {
            String prefix = "blk." + layer + ".";
            gain(file, prefix + "attn_norm.weight", ones);
            matrix(file, prefix + "attn_q.weight", stored, random, dModel, dModel);
            matrix(file, prefix + "attn_k.weight", stored, random, dKeys(), dModel);
            matrix(file, prefix + "attn_v.weight", stored, random, dKeys(), dModel);
            matrix(file, prefix + "attn_output.weight", stored, random, dModel, dModel);
            gain(file, prefix + "ffn_norm.weight", ones);
            matrix(file, prefix + "ffn_gate.weight", stored, random, dMlp, dModel);
            matrix(file, prefix + "ffn_up.weight", stored, random, dMlp, dModel);
            matrix(file, prefix + "ffn_down.weight", stored, random, dModel, dMlp);
        }
        gain(file, "output_norm.weight", ones);
        return file;
    }

    private void keys(GgufWriter file) {
        file.text("general.architecture", "llama");
        file.text("general.name", "random " + this);
        file.number("llama.block_count", nLayers);
        file.number("llama.context_length", nCtx);
        file.number("llama.embedding_length", dModel);
        file.number("llama.feed_forward_length", dMlp);
        file.number("llama.attention.head_count", nHeads);
        file.number("llama.attention.head_count_kv", nKvHeads);
        file.number("llama.rope.dimension_count", dModel / nHeads);
        file.real("llama.rope.freq_base", ropeBase);
        file.real("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        file.number("llama.vocab_size", nVocab);
    }

    private void vocabulary(GgufWriter file) {
        List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
        IntStream.range(0, 256).forEach(i -> tokens.add("<0x%02X>".formatted(i)));
        for (int i = 0; tokens.size() < nVocab; i++) {
            int character = i < BASIC_CHARACTERS ? FIRST_CHARACTER + i : PLANE_START + i;
            tokens.add(Character.toString(character));
        }
        file.text("tokenizer.ggml.model", "llama");
        file.texts("tokenizer.ggml.tokens", tokens);
        file.zeros("tokenizer.ggml.scores", nVocab);
        file.integers(
                "tokenizer.ggml.token_type",
                IntStream.range(0, nVocab)
                        .map(i -> i == 0 ? 2 : i < 3 ? 3 : i < FIRST_ID ? 6 : 1)
                        .toArray());
        file.number("tokenizer.ggml.unknown_token_id", 0);
        file.number("tokenizer.ggml.bos_token_id", 1);
        file.number("tokenizer.ggml.eos_token_id", 2);
        file.flag("tokenizer.ggml.add_bos_token", false);
        file.flag("tokenizer.ggml.add_space_prefix", false);
    }

    private static void matrix(
            GgufWriter file, String name, Stored stored, ByteBuffer source, long rows, long columns) {
        file.tensor(name, stored.number, stored.bytes(rows * columns), source, rows, columns);
    }

    private void gain(GgufWriter file, String name, ByteBuffer ones) {
        file.tensor(name, Stored.F32.number, (long) dModel * Float.BYTES, ones, dModel);
    }

    /// Values as a model has them at the start of its training, over and over.
    private static ByteBuffer random(Stored stored) {
        ByteBuffer source = ByteBuffer.allocateDirect(SOURCE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(8);
        while (source.remaining() >= stored.blockBytes) {
            switch (stored) {
                case F32 -> source.putFloat((float) (random.nextGaussian() * SPREAD));
                case BF16 ->
                    source.putShort(
                            (short) (Float.floatToRawIntBits((float) (random.nextGaussian() * SPREAD)) >>> Short.SIZE));
                case Q8_0 -> {
                    source.putShort(Float.floatToFloat16((float) (SPREAD / 50)));
                    for (int i = 0; i < stored.blockValues; i++) {
                        source.put((byte) Math.clamp(Math.round(random.nextGaussian() * 50), -127, 127));
                    }
                }
            }
        }
        return source;
    }
}
