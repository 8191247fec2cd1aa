package org.crosslayer.app.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Layers by number, such as `1,3,5-8`.
///
/// @param layers in the order given
record LayerList(List<Integer> layers) {
    static final LayerList NONE = new LayerList(List.of());

    LayerList {
        layers = List.copyOf(layers);
    }

    /// Refuses layers that no model of so many layers can share.
    void check(int nLayers) throws InputException {
        for (int layer : layers) {
            if (layer < 1 || layer >= nLayers) {
                throw new InputException("Layer " + layer + " cannot share: the model's layers are 0 to "
                        + (nLayers - 1) + ", and layer 0 has none below it.");
            }
        }
    }

    /// Reads the list from an option.
    static final class Converter implements ITypeConverter<LayerList> {
        @Override
        public LayerList convert(String text) {
            List<Integer> layers = new ArrayList<>();
            for (String part : text.split(",", -1)) {
                String[] ends = part.strip().split("-", 2);
                try {
                    int first = Integer.parseInt(ends[0]);
                    int last = ends.length == 1 ? first : Integer.parseInt(ends[1]);
                    for (int layer = first; layer <= last; layer++) {
                        layers.add(layer);
                    }
                } catch (NumberFormatException _) {
                    throw new TypeConversionException("'" + text + "' is no list of layers such as 1,3,5-8");
                }
            }
            return new LayerList(layers);
        }
    }
}
