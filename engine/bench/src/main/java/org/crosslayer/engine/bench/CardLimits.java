package org.crosslayer.engine.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.bench.CardModel.Shape;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.NotEnoughMemoryException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.DecoderPass;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.task.Cancellation;

/// What happens on a card where memory ends and where somebody cancels, with a model of real shape: a pass that cannot
/// fit is refused in a sentence with the card's numbers before it takes anything; room that the card does not have is
/// refused likewise, and what was free is free again; a prefill that is cancelled ends between two launches.
///
/// Started by `engine/bench/gpu/prove`; one line for each, exit status 1 if one does not hold.
public final class CardLimits {
    private static final String DEVICE = "cuda-bf16";
    private static final int TOKENS = 2048;
    private static final int TOO_MANY = 4096;
    private static final int GIB_AT_ONCE = 4;
    private static final int TRIALS = 20;
    private static final int FIRST_PAUSE_MICROS = 1000;
    private static final int PAUSE_STEP_MICROS = 2000;
    private static final double ALLOWED_MILLIS = 200;
    private static final double MILLI = 1e6;

    private CardLimits() {}

    @SuppressWarnings("SystemOut") // a program for the terminal
    public static void main(String... args) throws EngineException, IOException, InterruptedException {
        boolean holds = true;
        try (CardModel model = CardModel.of(Shape.LLAMA_2_7B, DEVICE)) {
            String refused = refusedPass(model);
            holds &= said("a pass that cannot fit", refused, "MiB can be used");
            String ended = endOfMemory(model.backend());
            holds &= said("room that is not there", ended, "cannot give");
            double millis = longestCancel(model);
            System.out.printf(
                    Locale.ROOT,
                    "cancelled %d times: ends after %.1f ms at most, of %.0f%n",
                    TRIALS,
                    millis,
                    ALLOWED_MILLIS);
            holds &= millis < ALLOWED_MILLIS;
        }
        System.exit(holds ? 0 : 1);
    }

    @SuppressWarnings("SystemOut") // as above
    private static boolean said(String what, String sentence, String part) {
        System.out.printf("%s: %s%n", what, sentence.isEmpty() ? "nothing was said" : sentence);
        return sentence.contains(part) && !sentence.contains("\n");
    }

    private static String refusedPass(CardModel model) throws EngineException {
        AttentionPlan plan = AttentionPlan.none(model.decoder().config().nLayers());
        try {
            model.decoder().pass(plan, TOO_MANY, TOKENS, 1).close();
            return "";
        } catch (NotEnoughMemoryException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /// Takes the card's memory piece by piece until there is none, and gives it back.
    private static String endOfMemory(Backend backend) {
        String sentence = "";
        List<Workspace> taken = new ArrayList<>();
        try {
            for (long taking = 0; taking <= backend.memoryBytes(); taking += (long) GIB_AT_ONCE << 30) {
                Workspace piece = backend.workspace();
                taken.add(piece);
                piece.allocate(GIB_AT_ONCE << 10, 1 << 18);
            }
        } catch (OutOfMemoryError e) {
            sentence = String.valueOf(e.getMessage());
        } finally {
            taken.forEach(Workspace::close);
        }
        // What was given back can be taken again.
        try (Workspace again = backend.workspace()) {
            again.allocate(GIB_AT_ONCE << 10, 1 << 18);
        }
        return sentence;
    }

    /// Cancels prefills after longer and longer pauses.
    ///
    /// @return milliseconds from the wish to the end, the card's work included, at most
    private static double longestCancel(CardModel model) throws EngineException, InterruptedException {
        AttentionPlan plan = AttentionPlan.none(model.decoder().config().nLayers());
        int[][] ids = {new int[TOKENS]};
        double longest = 0;
        try (DecoderPass pass = model.decoder().pass(plan, 1, TOKENS, TOKENS)) {
            pass.step(ids, ForwardObserver.NOBODY, Cancellation.NEVER);
            for (int trial = 0; trial < TRIALS; trial++) {
                pass.restart(plan);
                longest = Math.max(longest, cancel(model, pass, ids, FIRST_PAUSE_MICROS + trial * PAUSE_STEP_MICROS));
            }
        }
        return longest;
    }

    private static double cancel(CardModel model, DecoderPass pass, int[][] ids, int pauseMicros)
            throws InterruptedException {
        long start = System.nanoTime();
        long wish = start + pauseMicros * 1000L;
        try {
            while (true) {
                pass.restart(AttentionPlan.none(model.decoder().config().nLayers()));
                pass.step(ids, ForwardObserver.NOBODY, () -> System.nanoTime() > wish);
            }
        } catch (CancellationException e) {
            try (Workspace memory = model.backend().workspace()) {
                model.backend().read(memory.allocate(1, 1)); // behind everything that was started
            }
        }
        return (System.nanoTime() - wish) / MILLI;
    }
}
