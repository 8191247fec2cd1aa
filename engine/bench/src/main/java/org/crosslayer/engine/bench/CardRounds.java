package org.crosslayer.engine.bench;

import java.io.IOException;
import java.util.Locale;
import org.crosslayer.engine.Device;
import org.crosslayer.engine.Engine;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.samples.SampleModels;

/// Opens the sample model on a card, reads a few tokens and closes it, again and again: what is free of the card's
/// memory before each round has to stay the same, and so does this process's own memory.
///
/// Argument: rounds, 1000.
public final class CardRounds {
    private static final int ROUNDS = 1000;
    private static final int WARM = 10;
    private static final int EVERY = 100;
    private static final int TOKENS = 32;
    private static final double MIB = 1 << 20;

    private CardRounds() {}

    @SuppressWarnings("SystemOut") // a program for the terminal
    public static void main(String[] args) throws EngineException, IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : ROUNDS;
        int[] ids = new int[TOKENS];
        for (int i = 0; i < TOKENS; i++) {
            ids[i] = 5 + 7 * i;
        }
        long start = System.nanoTime();
        for (int round = 0; round <= rounds; round++) {
            if (round == WARM || round % EVERY == 0) {
                try (ProcessMemory memory = ProcessMemory.watch()) {
                    System.out.printf(
                            Locale.ROOT,
                            "round %d: %.0f MiB of the card are free, %s; %.1f s%n",
                            round,
                            free() / MIB,
                            memory.now(),
                            (System.nanoTime() - start) / 1e9);
                }
            }
            try (LoadedModel model =
                    Engine.open(SampleModels.sample16l(), Device.CUDA, Progress.NONE, Cancellation.NEVER)) {
                AttentionPlan none = AttentionPlan.none(model.config().nLayers());
                model.perplexity(ids, Protocol.windows(TOKENS), none, Progress.NONE, Cancellation.NEVER);
            }
        }
    }

    private static long free() throws EngineException {
        try (Backend backend = CardModel.open("cuda")) {
            return backend.memoryBytes();
        }
    }
}
