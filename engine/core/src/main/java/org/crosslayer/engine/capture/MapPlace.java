package org.crosslayer.engine.capture;

/// One map of a model: that of a head, or the mean over all heads of a layer.
///
/// @param layer from 0
/// @param head  from 0, or [#MEAN]
public record MapPlace(int layer, int head) {
    /// Instead of a head: the mean over all of them.
    public static final int MEAN = -1;

    public MapPlace {
        if (layer < 0 || head < MEAN) {
            throw new IllegalArgumentException("no map is at layer " + layer + ", head " + head);
        }
    }

    /// The mean over the heads of a layer.
    public static MapPlace mean(int layer) {
        return new MapPlace(layer, MEAN);
    }
}
