package org.crosslayer.engine.sharing;

/// The names in a plan file.
final class PlanKey {
    static final String SCHEMA_VERSION = "schemaVersion";
    static final String MODEL = "model";
    static final String ADAPTERS = "adapters";
    static final String LAYERS = "layers";
    static final String LAYER = "layer";
    static final String MODE = "mode";
    static final String SOURCE = "source";
    static final String HEAD_MAP = "headMap";
    static final String RANK = "rank";
    static final String HIDDEN = "hidden";
    static final String ACTIVATION = "activation";
    static final String SKIP = "skip";
    static final String ROPE = "rope";
    static final String CARRIER = "carrier";
    static final String COMBINE = "combine";
    static final String ADAPTER = "adapter";
    static final String FIT = "fit";
    static final String HOW = "how";
    static final String REACHED = "reached";

    private PlanKey() {}
}
