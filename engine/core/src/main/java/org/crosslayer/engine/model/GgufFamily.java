package org.crosslayer.engine.model;

import java.util.EnumMap;
import java.util.Map;

/// One architecture as GGUF files describe it: all that tells it from others, as data. [GgufFamilies] lists
/// them, [GgufConfigReader] reads a file by one.
///
/// @param key                    what `general.architecture` says, and how its keys begin
/// @param name                   the family's name as [ModelConfig#architecture()] has it
/// @param norm                   norms; their epsilon is for the file to say
/// @param mlp                    the MLP; its biases, and whether it stands beside attention after all, are
///     for the file
/// @param headNorm               norms of queries and keys
/// @param positions              where positions come from
/// @param alternatingWindows     every other layer from the first on has the file's window; otherwise all
///     have it
/// @param scalesEmbeddingByWidth embeddings are multiplied by the root of the model's width
/// @param names                  where the file keeps the parameters
record GgufFamily(
        String key,
        String name,
        NormConfig norm,
        MlpConfig mlp,
        AttentionConfig.HeadNorm headNorm,
        Positions positions,
        boolean alternatingWindows,
        boolean scalesEmbeddingByWidth,
        Map<Part, String> names) {
    /// Where positions come from.
    enum Positions {
        LEARNED,
        /// Rotation of pairs half a head apart.
        HALF_SPLIT,
        /// Rotation of neighbours: the converter has permuted the rows of queries and keys.
        INTERLEAVED
    }

    GgufFamily {
        names = Map.copyOf(names);
    }

    /// Another architecture that differs in its names and its norms of heads alone.
    GgufFamily named(String otherKey, String otherName, AttentionConfig.HeadNorm otherHeadNorm) {
        return new GgufFamily(
                otherKey,
                otherName,
                norm,
                mlp,
                otherHeadNorm,
                Positions.HALF_SPLIT,
                alternatingWindows,
                scalesEmbeddingByWidth,
                names);
    }

    /// Names of a family that keeps the usual parts and has, or lacks, some others.
    static Map<Part, String> names(Map<Part, String> usual, Map<Part, String> others, Part... without) {
        Map<Part, String> all = new EnumMap<>(Part.class);
        all.putAll(usual);
        all.putAll(others);
        for (Part part : without) {
            all.remove(part);
        }
        return all;
    }
}
