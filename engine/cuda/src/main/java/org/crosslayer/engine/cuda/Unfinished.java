package org.crosslayer.engine.cuda;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the values of a room on the card lack: the factors of a norm by root mean squares, one for each row.
///
/// A product of these rows applies them to its sums, which are linear in them ([SomeRowsKernels]); for everybody else
/// they are applied first.
final class Unfinished {
    /// Rows that are to be multiplied by `1 / sqrt(Σ squares / columns + eps)` each.
    ///
    /// @param place   of the first row, in BF16
    /// @param squares `[tiles, stride]`: of each row the sums of the squares of its parts
    /// @param stride  at least `rows`
    record Rows(long place, int rows, int columns, long squares, int tiles, int stride, float eps) {}

    private final CudaWorkspace owner;
    private @Nullable Rows left;
    private @Nullable Consumer<Rows> finisher;
    private long squares;
    private long room;

    Unfinished(CudaWorkspace owner) {
        this.owner = owner;
    }

    /// Where squares go, with unknown contents; asked for when nothing is left.
    long squares(long bytes) {
        if (room < bytes) {
            squares = owner.take(bytes);
            room = bytes;
        }
        return squares;
    }

    /// Rows are in the room that lack their factors.
    ///
    /// @param how applies them
    void leave(Rows rows, Consumer<Rows> how) {
        left = rows;
        finisher = how;
    }

    /// What a tensor lacks; null if it lacks nothing, or is not just these rows.
    @Nullable
    Rows of(long place, int rows, int columns) {
        boolean same = left != null && left.place() == place && left.rows() == rows && left.columns() == columns;
        return same ? left : null;
    }

    /// Applies the factors, if any are left.
    void finish() {
        Rows rows = left;
        if (rows != null && finisher != null) {
            left = null;
            finisher.accept(rows);
        }
    }

    /// Other values come in place of what is left.
    void forget() {
        left = null;
    }
}
