package org.crosslayer.engine.similarity;

/// What becomes of the first key, on which many heads leave the attention that they have no use for: the *sink*.
/// It can make layers look alike that differ in all else.
public enum SinkHandling {
    /// Patterns as they are, all rows.
    KEEP("first key kept"),
    /// Patterns as they are without row 0, which sees one key only and is the same for every head.
    SKIP_ROW("first key kept, first row left out"),
    /// The first key is taken out of every row, and what remains is scaled to sum to 1; row 0, which has no other
    /// key, is left out. A row with nothing on its other keys says nothing about them and becomes uniform.
    DROP_KEY("first key dropped, rows renormalised");

    private final String words;

    SinkHandling(String words) {
        this.words = words;
    }

    /// The name in a caption.
    public String words() {
        return words;
    }

    /// Rows before this position are left out.
    public int fromRow() {
        return this == KEEP ? 0 : 1;
    }

    /// Takes the first key out of one row, in place; does nothing unless this is [#DROP_KEY].
    ///
    /// @param slab  patterns of several rows
    /// @param at    where the row begins
    /// @param query position of the row: its keys are `0 … query`
    void apply(float[] slab, int at, int query) {
        if (this != DROP_KEY || query == 0) {
            return;
        }
        double rest = 0;
        for (int key = 1; key <= query; key++) {
            rest += slab[at + key];
        }
        slab[at] = 0;
        for (int key = 1; key <= query; key++) {
            slab[at + key] = rest > 0 ? (float) (slab[at + key] / rest) : 1f / query;
        }
    }
}
