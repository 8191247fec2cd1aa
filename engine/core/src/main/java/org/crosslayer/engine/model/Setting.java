package org.crosslayer.engine.model;

/// What a `config.json` may say about a model; a [Family] knows under which key, and what holds when it is silent.
enum Setting {
    LAYERS,
    HEADS,
    /// If neither given nor known: as many as query heads.
    KV_HEADS,
    MODEL_WIDTH,
    /// If neither given nor known: the model's width divided by the query heads.
    HEAD_WIDTH,
    /// If neither given nor known: [#MLP_RATIO] times the model's width.
    MLP_WIDTH,
    MLP_RATIO,
    VOCABULARY,
    CONTEXT,
    NORM_EPS,
    ACTIVATION,
    TIED,
    /// Biases of query, key and value projection.
    INPUT_BIAS,
    OUTPUT_BIAS,
    MLP_BIAS,
    FINAL_NORM,
    /// MLP beside attention, for families that can have both.
    PARALLEL,
    THETA,
    /// Base of the frequencies in windowed layers, where they have their own.
    LOCAL_THETA,
    ROTARY_SHARE,
    WINDOW,
    WINDOW_SWITCH,
    /// Every so many layers one sees all keys.
    WINDOW_PERIOD,
    /// The first layer with a window.
    WINDOW_START,
    /// Every so many layers one turns nothing; 0 for none.
    UNTURNED_PERIOD,
    /// Scores are divided by the root of this.
    QUERY_SCALAR,
    /// Scores are multiplied by this.
    SCORE_SCALE,
    SCORE_CAP,
    LOGIT_CAP,
    EMBEDDING_SCALE,
    RESIDUAL_SCALE,
    /// Logits are divided by this.
    LOGIT_DIVISOR
}
