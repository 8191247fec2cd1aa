package org.crosslayer.app.details;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.crosslayer.engine.similarity.HeadAlignment;

/// Why a layer is hard to share: the heads whose attention the source does not have, and the passages and tokens that
/// pay for it.
///
/// @param layer    the layer
/// @param source   the layer whose attention it takes, or would
/// @param isShared true if it shares in the plan; false if an aligned copy was tried
/// @param heads    all heads, the one that is farthest from what it gets first
/// @param passages of 64 tokens, the one that pays most first
/// @param tokens   the dearest first
/// @param losses   the text with what sharing this one layer changes, all else being as in the plan; `baseline` is
///     without it
record Blame(
        int layer,
        int source,
        boolean isShared,
        List<Head> heads,
        List<Passage> passages,
        List<Integer> tokens,
        LossText losses) {
    /// As many tokens as a block of the paired interval: a few sentences.
    static final int PASSAGE_TOKENS = 64;

    private static final int MOST_PASSAGES = 50;
    private static final int MOST_TOKENS = 100;

    /// One head.
    ///
    /// @param head       of the layer
    /// @param sourceHead what it gets instead of its own attention
    /// @param divergence of the two, nats
    record Head(int head, int sourceHead, double divergence) {}

    /// Some tokens in a row.
    ///
    /// @param firstToken index in the text
    /// @param tokens     how many
    /// @param meanChange nats a scored token
    /// @param worstToken the one that costs most
    record Passage(int firstToken, int tokens, double meanChange, int worstToken) {}

    Blame {
        heads = List.copyOf(heads);
        passages = List.copyOf(passages);
        tokens = List.copyOf(tokens);
    }

    /// Puts together what is known.
    ///
    /// @param map `[nHeads]`: the source's head that each head gets
    static Blame of(HeadAlignment alignment, List<Integer> map, boolean isShared, LossText losses) {
        List<Head> heads = IntStream.range(0, map.size())
                .mapToObj(head -> new Head(head, map.get(head), alignment.cost().at(head, map.get(head))))
                .sorted(Comparator.comparingDouble(Head::divergence).reversed())
                .toList();
        return new Blame(
                alignment.layer(),
                alignment.source(),
                isShared,
                heads,
                passages(losses),
                losses.worst(MOST_TOKENS),
                losses);
    }

    private static List<Passage> passages(LossText losses) {
        List<Passage> all = new ArrayList<>();
        for (int first = 0; first < losses.places().count(); first += PASSAGE_TOKENS) {
            int tokens = Math.min(PASSAGE_TOKENS, losses.places().count() - first);
            double sum = 0;
            int scored = 0;
            int worst = first;
            for (int token = first; token < first + tokens; token++) {
                double change = losses.change(token);
                if (!Double.isNaN(change)) {
                    sum += change;
                    scored++;
                    worst = change > losses.change(worst) || Double.isNaN(losses.change(worst)) ? token : worst;
                }
            }
            if (scored > 0) {
                all.add(new Passage(first, tokens, sum / scored, worst));
            }
        }
        return all.stream()
                .sorted(Comparator.comparingDouble(Passage::meanChange).reversed())
                .limit(MOST_PASSAGES)
                .toList();
    }

    /// The smallest share of the tokens that carries half of all that was added, `[0, 1]`; 0 if nothing was added.
    double shareOfHalf() {
        LossText text = losses;
        double[] added = IntStream.range(0, text.places().count())
                .mapToDouble(text::change)
                .filter(change -> change > 0)
                .sorted()
                .toArray();
        double half = Arrays.stream(added).sum() / 2;
        int count = 0;
        double sum = 0;
        while (count < added.length && sum < half) {
            count++;
            sum += added[added.length - count];
        }
        return text.scored() == 0 ? 0 : (double) count / text.scored();
    }
}
