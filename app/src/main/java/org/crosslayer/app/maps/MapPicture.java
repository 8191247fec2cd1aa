package org.crosslayer.app.maps;

import org.crosslayer.engine.capture.MapPlace;
import org.jspecify.annotations.Nullable;

/// One attention map, or what one has more than another.
///
/// @param place  whose map it is
/// @param minus  what is taken away from it; null for a map as it is
/// @param first  where the tokens begin in the text
/// @param title  in words, and which part of the text it is if not the beginning
/// @param matrix `[n, n]` values with their labels
/// @param query  the row of the token that is locked; −1 if none is, or it is elsewhere
public record MapPicture(
        MapPlace place, @Nullable MapPlace minus, int first, String title, MapMatrix matrix, int query) {

    /// The value of a cell: row = the token that reads, column = the token read.
    double at(int row, int column) {
        return matrix.valueAt(row, column);
    }

    /// Tokens of the passage.
    int tokens() {
        return matrix.rows();
    }

    /// The token that the locked one reads most, apart from the first; −1 without a locked one.
    public int strongestKey() {
        int best = query < 1 ? query : 1;
        for (int key = 1; key <= query; key++) {
            best = Math.abs(at(query, key)) > Math.abs(at(query, best)) ? key : best;
        }
        return best;
    }
}
