package org.crosslayer.engine.model;

import java.util.ArrayList;
import java.util.List;
import org.crosslayer.engine.backend.RopeLayout;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.format.GgufFile;
import org.crosslayer.engine.format.GgufMetadata;
import org.crosslayer.engine.format.MappedTensor;
import org.jspecify.annotations.Nullable;

/// Reads the rotary part of a GGUF file: keys under `rope.`, and the factors of Llama 3 and Phi 3, which are
/// tensors.
final class GgufRopeReader {
    private static final double DEFAULT_THETA = 10_000;

    private GgufRopeReader() {}

    static RopeConfig read(GgufFile file, GgufFamily family, int dHead, int nCtx) throws EngineException {
        GgufMetadata keys = file.keys();
        String prefix = family.key() + ".rope.";
        int dRotary = keys.positiveIntOr(prefix + "dimension_count", dHead);
        if (dRotary % 2 != 0 || dRotary > dHead) {
            throw keys.wrong(prefix + "dimension_count", "an even part of the " + dHead + " elements of a head");
        }
        RopeLayout layout =
                family.positions() == GgufFamily.Positions.INTERLEAVED ? RopeLayout.INTERLEAVED : RopeLayout.HALF_SPLIT;
        return new RopeConfig(
                keys.positiveNumberOr(prefix + "freq_base", DEFAULT_THETA),
                dRotary,
                layout,
                scaling(file, prefix, dRotary / 2, nCtx));
    }

    private static RopeConfig.Scaling scaling(GgufFile file, String prefix, int pairs, int nCtx)
            throws EngineException {
        GgufMetadata keys = file.keys();
        MappedTensor same = file.tensors().get("rope_freqs.weight");
        if (same != null) {
            // The converter of Llama 3 works the factors out and leaves its keys away.
            List<Double> factors = factors(file, same, pairs);
            return new RopeConfig.Scaling.PerPair(factors, factors, nCtx, 1);
        }
        int original = keys.positiveIntOr(prefix + "scaling.original_context_length", nCtx);
        double attention = keys.positiveNumberOr(prefix + "scaling.attn_factor", 1);
        MappedTensor near = file.tensors().get("rope_factors_short.weight");
        MappedTensor far = file.tensors().get("rope_factors_long.weight");
        if (near != null || far != null) {
            return new RopeConfig.Scaling.PerPair(
                    factors(file, near, pairs), factors(file, far, pairs), original, attention);
        }
        String type = keys.textOr(prefix + "scaling.type", "linear");
        double factor = keys.numberOr(prefix + "scaling.factor", keys.numberOr(prefix + "scale_linear", 0));
        if (type.equals("none") || factor == 0) {
            return new RopeConfig.Scaling.None();
        }
        return switch (type) {
            case "linear" -> new RopeConfig.Scaling.Linear(factor);
            case "yarn" ->
                new RopeConfig.Scaling.Yarn(
                        factor,
                        keys.positiveNumberOr(prefix + "scaling.yarn_beta_fast", 32),
                        keys.positiveNumberOr(prefix + "scaling.yarn_beta_slow", 1),
                        original,
                        attention * (factor <= 1 ? 1 : 1 + 0.1 * Math.log(factor)),
                        true);
            default ->
                throw new UnsupportedModelException(keys.path() + ": the " + prefix + "scaling.type \"" + type
                        + "\" is not supported without a tensor of factors; none, linear and yarn are.");
        };
    }

    private static List<Double> factors(GgufFile file, @Nullable MappedTensor tensor, int pairs)
            throws BadFileException {
        if (tensor == null || tensor.size() != pairs || !tensor.dtype().isFloat()) {
            throw new BadFileException(
                    file.keys().path(),
                    "needs both rope_factors_short.weight and rope_factors_long.weight, or rope_freqs.weight, with "
                            + pairs + " numbers: download it again.");
        }
        List<Double> factors = new ArrayList<>();
        for (double factor : tensor.toDoubles()) {
            if (!(factor > 0)) {
                throw new BadFileException(
                        file.keys().path(),
                        "tensor " + tensor.name() + " holds the factor " + factor
                                + ", where only positive ones can be: download it again.");
            }
            factors.add(factor);
        }
        return factors;
    }
}
