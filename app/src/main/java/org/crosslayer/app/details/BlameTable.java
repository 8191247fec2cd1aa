package org.crosslayer.app.details;

/// The answer to "why is this layer hard to share?" as lines for a spreadsheet, numbers in neutral form.
final class BlameTable {
    private BlameTable() {}

    /// One line a head, passage and token.
    static String of(Blame blame) {
        StringBuilder lines = new StringBuilder("kind\tlayer\tsource\twhich\tgets\tnats\ttext\n");
        String layers = blame.layer() + "\t" + blame.source() + "\t";
        for (Blame.Head head : blame.heads()) {
            lines.append("head\t")
                    .append(layers)
                    .append(head.head())
                    .append('\t')
                    .append(head.sourceHead())
                    .append('\t')
                    .append(head.divergence())
                    .append("\t\n");
        }
        TokenPlaces places = blame.losses().places();
        for (Blame.Passage passage : blame.passages()) {
            lines.append("passage\t")
                    .append(layers)
                    .append(passage.firstToken())
                    .append("\t\t")
                    .append(passage.meanChange())
                    .append('\t')
                    .append(places.excerpt(passage.firstToken(), 200))
                    .append('\n');
        }
        for (int token : blame.tokens()) {
            lines.append("token\t")
                    .append(layers)
                    .append(token)
                    .append("\t\t")
                    .append(blame.losses().change(token))
                    .append('\t')
                    .append(places.shown(token))
                    .append('\n');
        }
        return lines.toString();
    }
}
