package org.crosslayer.engine.model;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Where a file keeps the parameters of a family, and what it did to them, as data.
///
/// @param names            for each part its name without `.weight` or `.bias`; `{}` stands for the layer
/// @param fusedOrder       how query, key and value are put together in one matrix
/// @param transposed       matrices inside of layers are `[in, out]`; they are copied the other way round when opened
/// @param gainOffset       norms multiply by gain plus this
/// @param skippedPositions rows of the position table before position 0
/// @param prefixes         what names may begin with, the first that fits; the base model saved alone has none
/// @param derived          endings of tensors that only repeat what is known, such as masks and frequencies
/// @param otherModels      beginnings of tensors that belong to another model in the same file, such as one for images
public record WeightLayout(
        Map<Part, String> names,
        FusedOrder fusedOrder,
        boolean transposed,
        float gainOffset,
        int skippedPositions,
        List<String> prefixes,
        List<String> derived,
        List<String> otherModels) {
    /// How the rows of query, key and value lie in one matrix.
    public enum FusedOrder {
        /// All queries, then all keys, then all values.
        ONE_AFTER_THE_OTHER,
        /// Query, key and value of head 0, then those of head 1, and so on; as many key as query heads.
        HEAD_BY_HEAD
    }

    public WeightLayout {
        names = Map.copyOf(names);
        prefixes = List.copyOf(prefixes);
        derived = List.copyOf(derived);
        otherModels = List.copyOf(otherModels);
    }

    /// Everything by its own name, nothing changed.
    public static WeightLayout of(Map<Part, String> names) {
        return new WeightLayout(
                names,
                FusedOrder.ONE_AFTER_THE_OTHER,
                false,
                0,
                0,
                List.of(""),
                List.of(".rotary_emb.inv_freq"),
                List.of());
    }

    /// True if the file keeps this part by itself.
    boolean has(Part part) {
        return names.containsKey(part);
    }

    /// The name of a part, without prefix and ending; `layer` is not used for parts that are there once.
    ///
    /// @throws IllegalArgumentException if this layout has no such part
    String name(Part part, int layer) {
        String name = names.get(part);
        if (name == null) {
            throw new IllegalArgumentException("this layout has no " + part);
        }
        return part.ofLayer() ? name.replace("{}", Integer.toString(layer)) : name;
    }

    WeightLayout with(Map<Part, String> others) {
        Map<Part, String> all = new EnumMap<>(Part.class);
        all.putAll(names);
        all.putAll(others);
        return new WeightLayout(
                all, fusedOrder, transposed, gainOffset, skippedPositions, prefixes, derived, otherModels);
    }

    WeightLayout without(Part... parts) {
        Map<Part, String> fewer = new EnumMap<>(Part.class);
        fewer.putAll(names);
        for (Part part : parts) {
            fewer.remove(part);
        }
        return new WeightLayout(
                fewer, fusedOrder, transposed, gainOffset, skippedPositions, prefixes, derived, otherModels);
    }

    WeightLayout withFusedOrder(FusedOrder order) {
        return new WeightLayout(names, order, transposed, gainOffset, skippedPositions, prefixes, derived, otherModels);
    }

    WeightLayout withTransposedMatrices() {
        return new WeightLayout(names, fusedOrder, true, gainOffset, skippedPositions, prefixes, derived, otherModels);
    }

    WeightLayout withGainOffset(float offset) {
        return new WeightLayout(
                names, fusedOrder, transposed, offset, skippedPositions, prefixes, derived, otherModels);
    }

    WeightLayout withSkippedPositions(int rows) {
        return new WeightLayout(names, fusedOrder, transposed, gainOffset, rows, prefixes, derived, otherModels);
    }

    WeightLayout withPrefixes(String... possible) {
        return new WeightLayout(
                names, fusedOrder, transposed, gainOffset, skippedPositions, List.of(possible), derived, otherModels);
    }

    WeightLayout withDerived(String... endings) {
        return new WeightLayout(
                names, fusedOrder, transposed, gainOffset, skippedPositions, prefixes, List.of(endings), otherModels);
    }

    WeightLayout withOtherModels(String... beginnings) {
        return new WeightLayout(
                names, fusedOrder, transposed, gainOffset, skippedPositions, prefixes, derived, List.of(beginnings));
    }
}
