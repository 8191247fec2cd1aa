package org.crosslayer.app.maps;

import org.crosslayer.app.workspace.Selection;
import org.crosslayer.engine.capture.MapPlace;
import org.jspecify.annotations.Nullable;

/// Both maps ready to be shown, with their words.
///
/// @param difference null where nobody wants it
record DrawnMaps(WantedMaps wanted, KeptMaps maps, @Nullable MapMatrix difference) {
    static DrawnMaps of(WantedMaps wanted, KeptMaps maps) {
        KeptMaps ready = maps.prepared(wanted.places());
        return new DrawnMaps(
                wanted,
                ready,
                wanted.difference()
                        ? MapMatrix.difference(ready.matrix(wanted.pinned()), ready.matrix(wanted.primary()))
                        : null);
    }

    /// @param token index in the text of the token that is locked
    MapPicture primary(int token) {
        return picture(wanted.primary(), "", token);
    }

    /// @param remark how its head was found
    MapPicture pinned(String remark, int token) {
        return picture(wanted.pinned(), remark, token);
    }

    /// The pinned map less the primary one; null where nobody wants it.
    @Nullable
    MapPicture difference(int token) {
        MapMatrix change = difference;
        return change == null
                ? null
                : new MapPicture(
                        wanted.pinned(),
                        wanted.primary(),
                        wanted.first(),
                        words(wanted.pinned()) + " − " + words(wanted.primary()) + passageWords(),
                        change,
                        row(token));
    }

    private MapPicture picture(MapPlace place, String remark, int token) {
        return new MapPicture(
                place, null, wanted.first(), words(place) + remark + passageWords(), maps.matrix(place), row(token));
    }

    private String words(MapPlace place) {
        String heads = place.head() == MapPlace.MEAN
                ? "mean of " + wanted.subject().config().nHeads() + " heads"
                : "head " + place.head();
        return "Layer " + place.layer() + " · " + heads;
    }

    private String passageWords() {
        int from = wanted.first();
        int to = from + maps.tokens().size() - 1;
        return from == 0 ? "" : " · tokens " + from + "–" + to + " by themselves";
    }

    private int row(int token) {
        int row = token - wanted.first();
        return row >= 0 && row < maps.tokens().size() ? row : Selection.NONE;
    }
}
