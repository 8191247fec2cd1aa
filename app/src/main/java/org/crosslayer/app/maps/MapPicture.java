package org.crosslayer.app.maps;

import java.util.List;
import org.crosslayer.engine.tensor.FloatMatrix;

/// One attention map ready to be drawn.
///
/// @param layer  the layer
/// @param head   its head, or [org.crosslayer.app.workspace.Selection#MEAN]
/// @param first  where the tokens begin in the text
/// @param title  layer and head in words, and which part of the text it is if not the beginning
/// @param tokens `[n]` labels of rows and columns
/// @param values `[n, n]`: row = the token that reads, column = the token read; zero above the diagonal
/// @param query  the row of the token that is locked; −1 if none is, or it is elsewhere
public record MapPicture(
        int layer, int head, int first, String title, List<String> tokens, FloatMatrix values, int query) {
    public MapPicture {
        tokens = List.copyOf(tokens);
    }

    /// The token that the locked one reads most, apart from the first; −1 without a locked one.
    public int strongestKey() {
        int best = query < 1 ? query : 1;
        for (int key = 1; key <= query; key++) {
            best = values.at(query, key) > values.at(query, best) ? key : best;
        }
        return best;
    }
}
