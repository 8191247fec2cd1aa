package org.crosslayer.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Layers by number, such as `1,3,5-8`.
///
/// @param layers in the order given
record LayerList(List<Integer> layers) {
    static final LayerList NONE = new LayerList(List.of());

    /// Far above any model, far below what a list of numbers costs memory for.
    private static final int HIGHEST = 9999;

    private static final Pattern RANGE = Pattern.compile("(\\d+)(?:-(\\d+))?");

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

    boolean isEmpty() {
        return layers.isEmpty();
    }

    /// All layers one by one, separated by commas.
    String words() {
        return layers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /// Reads the list from an option.
    static final class Converter implements ITypeConverter<LayerList> {
        @Override
        public LayerList convert(String text) {
            List<Integer> layers = new ArrayList<>();
            for (String part : text.split(",", -1)) {
                Matcher range = RANGE.matcher(part.strip());
                if (!range.matches()) {
                    throw new TypeConversionException("'" + text + "' is no list of layers such as 1,3,5-8");
                }
                int first = number(range.group(1));
                int last = range.group(2) == null ? first : number(range.group(2));
                if (last < first) {
                    throw new TypeConversionException(
                            "the range " + part.strip() + " runs backwards, write it as " + last + "-" + first);
                }
                for (int layer = first; layer <= last; layer++) {
                    layers.add(layer);
                }
            }
            return new LayerList(layers);
        }

        private static int number(String digits) {
            try {
                int number = Integer.parseInt(digits);
                if (number <= HIGHEST) {
                    return number;
                }
            } catch (NumberFormatException _) {
                // Longer than any number of a layer, then.
            }
            throw new TypeConversionException(
                    "no model has a layer " + digits + ", the highest number taken is " + HIGHEST);
        }
    }
}
