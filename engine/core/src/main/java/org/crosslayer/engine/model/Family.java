package org.crosslayer.engine.model;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One family of models as Hugging Face describes them: all that tells it from others, as data. [Families] lists them,
/// [ConfigReader] reads a file by one.
///
/// Immutable; every method gives a changed copy, so that a family is told as another one with differences.
final class Family {
    /// Where positions come from.
    enum Positions {
        ROTARY,
        LEARNED,
        DISTANCE_BIAS
    }

    /// Which layers have the family's window, where the file does not list them.
    enum Windows {
        NONE,
        ALL,
        /// All but every [Setting#WINDOW_PERIOD]-th.
        BETWEEN_GLOBAL,
        /// From [Setting#WINDOW_START] on.
        UPPER,
        /// Those that turn nothing.
        UNTURNED
    }

    /// The keys of a setting, the first that is there counts, and what holds when none is.
    record Entry(List<String> keys, @Nullable Object fallback) {}

    private final String modelType;
    private final Map<Setting, Entry> settings;
    private final Map<String, Object> fixed;
    private final NormConfig norm;
    private final AttentionConfig.HeadNorm headNorm;
    private final MlpConfig mlp;
    private final Positions positions;
    private final Windows windows;
    private final boolean unembeddingBias;
    private final boolean scalesEmbeddingByWidth;
    private final WeightLayout layout;
    private final String wrapper;

    private Family(Draft draft) {
        modelType = draft.modelType;
        settings = new EnumMap<>(draft.settings);
        fixed = new LinkedHashMap<>(draft.fixed);
        norm = draft.norm;
        headNorm = draft.headNorm;
        mlp = draft.mlp;
        positions = draft.positions;
        windows = draft.windows;
        unembeddingBias = draft.unembeddingBias;
        scalesEmbeddingByWidth = draft.scalesEmbeddingByWidth;
        layout = draft.layout;
        wrapper = draft.wrapper;
    }

    /// A family told from nothing.
    static Family of(String modelType, NormConfig norm, MlpConfig mlp, WeightLayout layout, UnaryOperator<Draft> rest) {
        return new Family(rest.apply(new Draft(modelType, norm, mlp, layout)));
    }

    /// Another family with differences from this one. What is fixed here is not fixed there.
    Family like(String modelType, UnaryOperator<Draft> differences) {
        Draft draft = new Draft(modelType, norm, mlp, layout);
        draft.settings.putAll(settings);
        draft.headNorm = headNorm;
        draft.positions = positions;
        draft.windows = windows;
        draft.unembeddingBias = unembeddingBias;
        draft.scalesEmbeddingByWidth = scalesEmbeddingByWidth;
        return new Family(differences.apply(draft));
    }

    /// The `model_type` that means it, and its name.
    String modelType() {
        return modelType;
    }

    /// The `model_type` of models for more than text that hold one of this family under `text_config`; empty for none.
    String wrapper() {
        return wrapper;
    }

    /// The keys of a setting and what holds without them; no keys and no fallback for one that the family lacks.
    Entry entry(Setting setting) {
        return settings.getOrDefault(setting, new Entry(List.of(), null));
    }

    /// Keys that may be there only with this value, or that of this [Setting], because another would change the
    /// computation in a way that the decoder does not know.
    Map<String, Object> fixed() {
        return fixed;
    }

    /// Norms; their epsilon and whether there is a final one is for the file to say.
    NormConfig norm() {
        return norm;
    }

    AttentionConfig.HeadNorm headNorm() {
        return headNorm;
    }

    /// The MLP; its activation and biases are for the file to say.
    MlpConfig mlp() {
        return mlp;
    }

    Positions positions() {
        return positions;
    }

    Windows windows() {
        return windows;
    }

    boolean unembeddingBias() {
        return unembeddingBias;
    }

    /// Embeddings are multiplied by the root of the model's width.
    boolean scalesEmbeddingByWidth() {
        return scalesEmbeddingByWidth;
    }

    WeightLayout layout() {
        return layout;
    }

    /// A family while it is being told.
    static final class Draft {
        private final String modelType;
        private final Map<Setting, Entry> settings = new EnumMap<>(Setting.class);
        private final Map<String, Object> fixed = new LinkedHashMap<>();
        private NormConfig norm;
        private AttentionConfig.HeadNorm headNorm = AttentionConfig.HeadNorm.NONE;
        private MlpConfig mlp;
        private Positions positions = Positions.ROTARY;
        private Windows windows = Windows.NONE;
        private boolean unembeddingBias;
        private boolean scalesEmbeddingByWidth;
        private WeightLayout layout;
        private String wrapper = "";

        private Draft(String modelType, NormConfig norm, MlpConfig mlp, WeightLayout layout) {
            this.modelType = modelType;
            this.norm = norm;
            this.mlp = mlp;
            this.layout = layout;
        }

        /// Keys of a setting, and what holds without them; null if that follows from other settings, or if the file
        /// must say it.
        Draft key(Setting setting, @Nullable Object fallback, String... keys) {
            settings.put(setting, new Entry(List.of(keys), fallback));
            return this;
        }

        /// The same keys, another fallback.
        Draft standard(Setting setting, @Nullable Object fallback) {
            Entry known = settings.get(setting);
            settings.put(setting, new Entry(known == null ? List.of() : known.keys(), fallback));
            return this;
        }

        /// The same for every model of the family, whatever the file says.
        Draft always(Setting setting, Object value) {
            return key(setting, value);
        }

        /// A key that may have one value only, that of a [Setting] if it is one.
        Draft fixed(String key, Object value) {
            fixed.put(key, value);
            return this;
        }

        Draft norm(NormConfig changed) {
            norm = changed;
            return this;
        }

        Draft headNorm(AttentionConfig.HeadNorm changed) {
            headNorm = changed;
            return this;
        }

        Draft mlp(MlpConfig changed) {
            mlp = changed;
            return this;
        }

        Draft positions(Positions changed) {
            positions = changed;
            return this;
        }

        Draft windows(Windows changed) {
            windows = changed;
            return this;
        }

        Draft unembeddingBias() {
            unembeddingBias = true;
            return this;
        }

        Draft scalesEmbeddingByWidth() {
            scalesEmbeddingByWidth = true;
            return this;
        }

        Draft wrapped(String otherModelType) {
            wrapper = otherModelType;
            return this;
        }

        Draft layout(UnaryOperator<WeightLayout> change) {
            layout = change.apply(layout);
            return this;
        }
    }
}
