package org.crosslayer.engine.model;

/// What a reader of a foreign format has understood: the model as data, and where its file keeps the parameters.
///
/// @param config  all that the decoder must know
/// @param weights all that the loading of parameters must know
public record Architecture(ModelConfig config, WeightLayout weights) {}
