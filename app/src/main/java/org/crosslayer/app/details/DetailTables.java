package org.crosslayer.app.details;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.crosslayer.app.details.Column.Form;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.HeadLikeness;
import org.crosslayer.engine.similarity.HeadStatistics;
import org.crosslayer.engine.similarity.LayerSimilarity;
import org.jspecify.annotations.Nullable;

/// Tables of what is known about heads and pairs.
final class DetailTables {
    /// More pairs than anybody reads, and few enough to be sorted between two frames.
    private static final int MOST_PAIRS = 20_000;

    private static final Column LAYER = new Column("layer", "layer", "", "Counted from 0.", Form.WHOLE);
    private static final Column HEAD =
            new Column("head", "head", "", "Its number within the layer, from 0.", Form.WHOLE);
    private static final Column DIVERGENCE = new Column(
            "divergence",
            "divergence",
            "nats",
            "Jensen–Shannon divergence: 0 for equal attention, at most 0.693.",
            Form.NUMBER);

    private DetailTables() {}

    private record Pair(double upper, double lower, double divergence, boolean isMatched) {}

    /// Every head with what it does, and the head of the layer below that is matched with it.
    static NumberTable heads(List<HeadStatistics> heads, List<HeadAlignment> alignments) {
        Map<Integer, HeadAlignment> below = new HashMap<>();
        alignments.forEach(alignment -> below.put(alignment.layer(), alignment));
        List<Column> columns = List.of(
                LAYER,
                HEAD,
                new Column(
                        "entropy",
                        "entropy",
                        "nats",
                        "How widely it looks: 0 if each token reads one key.",
                        Form.NUMBER),
                new Column("sink", "sink", "", "Share of its attention that goes to the first token.", Form.SHARE),
                new Column("distance", "distance", "tokens", "How far back it looks on average.", Form.NUMBER),
                new Column("previous", "previous", "", "Share that goes to the token just before.", Form.SHARE),
                new Column("self", "self", "", "Share that goes to the token itself.", Form.SHARE),
                new Column(
                        "induction",
                        "induction",
                        "",
                        "Share on the token after an earlier occurrence of its own, on random tokens repeated once.",
                        Form.SHARE),
                new Column(
                        "donor",
                        "donor",
                        "",
                        "The head of the layer below that is matched with it, one to one.",
                        Form.HEAD),
                new Column(
                        "divergence",
                        "from donor",
                        "nats",
                        "Jensen–Shannon divergence from that head: the smaller, the better it can stand in.",
                        Form.NUMBER));
        return NumberTable.of(columns, heads.size(), (line, column) -> {
            HeadStatistics head = heads.get(line);
            @Nullable HeadAlignment alignment = below.get(head.layer());
            return switch (column) {
                case 0 -> head.layer();
                case 1 -> head.head();
                case 2 -> head.entropy();
                case 3 -> head.sink();
                case 4 -> head.distance();
                case 5 -> head.previous();
                case 6 -> head.self();
                case 7 -> head.induction();
                case 8 ->
                    alignment == null
                            ? Double.NaN
                            : HeadCode.of(alignment.source(), alignment.map().get(head.head()));
                default ->
                    alignment == null
                            ? Double.NaN
                            : alignment.cost().at(head.head(), alignment.map().get(head.head()));
            };
        });
    }

    /// Every layer with every lower one.
    static NumberTable layerPairs(LayerSimilarity similarity) {
        int nLayers = similarity.values().rows();
        List<int[]> pairs = new ArrayList<>();
        for (int layer = 0; layer < nLayers; layer++) {
            for (int source = 0; source < layer; source++) {
                pairs.add(new int[] {layer, source});
            }
        }
        String metric = similarity.options().metric().words();
        List<Column> columns = List.of(
                LAYER,
                new Column("source", "source", "", "The lower layer.", Form.WHOLE),
                new Column("apart", "apart", "layers", "How many layers lie between, and one.", Form.WHOLE),
                new Column("value", "value", "", "The " + metric + " of the two layers’ attention.", Form.NUMBER),
                new Column("error", "± error", "", "Standard error over the windows.", Form.NUMBER));
        return NumberTable.of(columns, pairs.size(), (line, column) -> {
            int layer = pairs.get(line)[0];
            int source = pairs.get(line)[1];
            return switch (column) {
                case 0 -> layer;
                case 1 -> source;
                case 2 -> layer - source;
                case 3 -> similarity.values().at(layer, source);
                default -> similarity.windows() > 1 ? similarity.standardError().at(layer, source) : Double.NaN;
            };
        });
    }

    /// All pairs of heads of these pairs of layers; where they are too many, those that are matched, and all of the
    /// first pair of layers.
    static NumberTable headPairs(List<HeadAlignment> alignments) {
        long all = alignments.stream()
                .mapToLong(each -> (long) each.cost().rows() * each.cost().columns())
                .sum();
        List<Pair> pairs = new ArrayList<>();
        for (HeadAlignment alignment : alignments) {
            boolean isWhole = all <= MOST_PAIRS || pairs.isEmpty();
            for (int head = 0; head < alignment.cost().rows(); head++) {
                for (int other = 0; other < alignment.cost().columns(); other++) {
                    boolean isMatched = alignment.map().get(head) == other;
                    if (isWhole || isMatched) {
                        pairs.add(new Pair(
                                HeadCode.of(alignment.layer(), head),
                                HeadCode.of(alignment.source(), other),
                                alignment.cost().at(head, other),
                                isMatched));
                    }
                }
            }
        }
        List<Column> columns = List.of(
                new Column("head", "head", "", "Layer and head, from 0.", Form.HEAD),
                new Column("source", "source head", "", "The head of the lower layer.", Form.HEAD),
                DIVERGENCE,
                new Column("matched", "matched", "", "1 if the matching gives this source to this head.", Form.WHOLE));
        return NumberTable.of(columns, pairs.size(), (line, column) -> {
            Pair pair = pairs.get(line);
            return switch (column) {
                case 0 -> pair.upper();
                case 1 -> pair.lower();
                case 2 -> pair.divergence();
                default -> pair.isMatched() ? 1 : 0;
            };
        });
    }

    /// All heads but the one that is compared.
    static NumberTable like(HeadLikeness likeness) {
        int nHeads = likeness.divergence().columns();
        int own = likeness.layer() * nHeads + likeness.head();
        List<Column> columns = List.of(
                LAYER,
                HEAD,
                DIVERGENCE,
                new Column(
                        "apart",
                        "apart",
                        "layers",
                        "Layers above (below if negative) the head that is compared.",
                        Form.WHOLE));
        return NumberTable.of(columns, likeness.divergence().rows() * nHeads - 1, (line, column) -> {
            int place = line < own ? line : line + 1;
            int layer = place / nHeads;
            int head = place % nHeads;
            return switch (column) {
                case 0 -> layer;
                case 1 -> head;
                case 2 -> likeness.divergence().at(layer, head);
                default -> layer - likeness.layer();
            };
        });
    }
}
