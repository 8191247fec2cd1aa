package org.crosslayer.engine.backend;

/// What operations of attention ask of their tensors; whatever does not fit is named.
final class AttentionShapes {
    private AttentionShapes() {}

    static void requireRoom(String operation, Tensor rows, int batch, Tensor room, int first) {
        int n = Shapes.rowsEach("The rows of " + operation, rows, batch);
        int capacity = Shapes.rowsEach("The room of " + operation, room, batch);
        if (first < 0 || first + n > capacity || room.columns() != rows.columns()) {
            throw Shapes.wrong(
                    "The room of " + operation,
                    room,
                    "wide enough for %s, and for rows [%d, %d) each".formatted(rows, first, first + n));
        }
    }

    static void requireKeeping(
            String operation,
            Attending how,
            Tensor q,
            Tensor k,
            Tensor v,
            Tensor cos,
            Tensor sin,
            Tensor keys,
            Tensor values) {
        Shapes.requireHeads(how.h(), how.g());
        int n = Shapes.rowsEach("The queries", q, how.batch());
        requireRope(q, n, how.h(), how.firstRow(), cos, sin);
        Shapes.require("The keys", k, 1, q.rows(), how.g() * (q.columns() / how.h()));
        Shapes.requireSame("The values", v, k);
        requireRoom(operation, k, how.batch(), keys, how.firstRow());
        Shapes.requireSame("The room for values", values, keys);
    }

    /// Rows of each sequence.
    static int requireAttending(String operation, Attending how, Tensor q, Tensor k, Tensor v, Tensor out) {
        Shapes.requireHeads(how.h(), how.g());
        Shapes.requireWindow(how.window());
        int n = Shapes.rowsEach("The queries", q, how.batch());
        int capacity = Shapes.rowsEach("The keys", k, how.batch());
        int d = q.columns() / how.h();
        Shapes.require("The queries", q, 1, q.rows(), how.h() * d);
        Shapes.require("The keys", k, 1, k.rows(), how.g() * d);
        Shapes.requireSame("The values", v, k);
        Shapes.requireSame("The output of " + operation, out, q);
        int keys = how.firstRow() + n;
        if (how.firstRow() < 0 || keys > capacity) {
            throw Shapes.wrong("The keys", k, "%d × at least %d rows".formatted(how.batch(), keys));
        }
        return n;
    }

    /// Rows of each sequence.
    static int requireRows(Attending how, String what, Tensor x, int heads) {
        Shapes.requireHeads(how.h(), how.g());
        if (x.columns() % heads != 0) {
            throw Shapes.wrong(what, x, "[1, %d × rows, %d × d]".formatted(how.batch(), heads));
        }
        return Shapes.rowsEach(what, x, how.batch());
    }

    static void requireCache(Attending how, int n, Tensor cache, int width) {
        int capacity = Shapes.rowsEach("The cache", cache, how.batch());
        if (how.firstRow() < 0 || how.firstRow() + n > capacity || cache.columns() != width) {
            throw Shapes.wrong(
                    "The cache",
                    cache,
                    "[1, %d × at least %d rows, %d]".formatted(how.batch(), how.firstRow() + n, width));
        }
    }

    static void requireScores(Attending how, int n, String what, Tensor scores) {
        Shapes.require(what, scores, how.batch() * how.h(), n, Math.max(scores.columns(), how.firstRow() + n));
    }

    static void requireRope(Tensor x, int n, int heads, int firstPosition, Tensor cos, Tensor sin) {
        Shapes.requireSame("The sine table", sin, cos);
        boolean fits = heads > 0 && x.slices() == 1 && x.columns() % heads == 0;
        if (!fits || 2 * cos.columns() > x.columns() / heads) {
            throw Shapes.wrong(
                    "The input of rope",
                    x,
                    "[1, n, %d × d], d at least 2 × the columns of a table %s".formatted(heads, cos));
        }
        if (firstPosition < 0 || firstPosition + n > cos.rows()) {
            throw Shapes.wrong(
                    "The cosine table",
                    cos,
                    "long enough for positions [%d, %d)".formatted(firstPosition, firstPosition + n));
        }
    }
}
