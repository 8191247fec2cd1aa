package org.crosslayer.app.details;

import java.util.ArrayList;
import java.util.List;
import org.crosslayer.viz.paper.PaperStyle;
import org.crosslayer.viz.paper.Passage;
import org.crosslayer.viz.paper.Venue;

/// The painted text for paper: all of it, or the lines about the token that is locked.
final class LossPassage {
    /// Lines of the text on each side of the locked token's: half a page together.
    private static final int AROUND = 6;

    private LossPassage() {}

    /// @param nats    the change that gets the strongest shade
    /// @param locked  token that is framed; [LossTextView#NONE] for none
    /// @param caption what was measured, and how
    static Passage of(LossText text, double nats, int locked, String caption) {
        TokenPlaces places = text.places();
        List<TokenPlaces.Line> lines = places.lines();
        boolean isPart = locked >= 0 && locked < places.count();
        int middle = isPart ? places.lineOf(locked) : 0;
        List<TokenPlaces.Line> shown = isPart
                ? lines.subList(Math.max(0, middle - AROUND), Math.min(lines.size(), middle + AROUND + 1))
                : lines;
        Venue venue = Venue.named("NeurIPS").orElseThrow();
        return new Passage(
                shown.stream().map(line -> parts(text, line, locked)).toList(),
                nats,
                "nats a token",
                "Loss under the plan less loss without sharing. “"
                        + places.text().name() + "”, " + caption + ".",
                venue.single(),
                PaperStyle.of(venue));
    }

    /// Characters of no token are a part without a change; of tokens that stand for the same characters the first
    /// takes the room, and the change is that of all.
    private static List<Passage.Part> parts(LossText text, TokenPlaces.Line line, int locked) {
        TokenPlaces places = text.places();
        List<Passage.Part> parts = new ArrayList<>();
        int at = line.start();
        int end = line.firstToken() + line.tokens();
        int token = line.firstToken();
        while (token < end) {
            int from = Math.max(at, places.start(token));
            if (from > at) {
                parts.add(new Passage.Part(places.shown(at, from), Double.NaN, false));
            }
            int to = Math.max(from, places.end(token));
            double change = text.change(token);
            boolean isFramed = token == locked;
            token++;
            while (token < end && places.end(token) <= to) {
                change += text.change(token);
                isFramed |= token == locked;
                token++;
            }
            parts.add(new Passage.Part(places.shown(from, to), change, isFramed));
            at = to;
        }
        return parts;
    }
}
