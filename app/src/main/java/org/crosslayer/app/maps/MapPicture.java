package org.crosslayer.app.maps;

import java.util.List;
import org.crosslayer.engine.tensor.FloatMatrix;

/// One attention map ready to be drawn.
///
/// @param layer  the layer
/// @param head   its head, or [org.crosslayer.app.workspace.Selection#MEAN]
/// @param title  layer and head in words
/// @param tokens `[n]` labels of rows and columns
/// @param values `[n, n]`: row = the token that reads, column = the token read; zero above the diagonal
public record MapPicture(int layer, int head, String title, List<String> tokens, FloatMatrix values) {
    public MapPicture {
        tokens = List.copyOf(tokens);
    }
}
