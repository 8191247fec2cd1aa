package org.crosslayer.engine.tokenizer;

import java.util.Arrays;

/// Strings with a number each, walked character by character (UTF-16 units).
///
/// Edges lie in one open-addressed table, `node << 16 | character` to child, so that a vocabulary of 256,000 pieces
/// takes some 20 MB and no object for each node.
final class PieceTrie {
    /// The node of the empty string.
    static final int ROOT = 0;

    /// No such node, or no number there.
    static final int NONE = -1;

    private static final long EMPTY = -1;

    private long[] edges = new long[1024];
    private int[] children = new int[1024];
    private int[] values = new int[512];
    private int nodes = 1;

    PieceTrie() {
        Arrays.fill(edges, EMPTY);
        Arrays.fill(values, NONE);
    }

    /// Gives `text` a number; the first one stays.
    void put(String text, int value) {
        int node = ROOT;
        for (int i = 0; i < text.length(); i++) {
            node = childOrNew(node, text.charAt(i));
        }
        if (values[node] == NONE) {
            values[node] = value;
        }
    }

    /// The node that `character` leads to, or [#NONE].
    int child(int node, char character) {
        return children(slot(edge(node, character)));
    }

    /// The number of the string that ends at `node`, or [#NONE].
    int value(int node) {
        return values[node];
    }

    /// The number of `text[from, to)`, or [#NONE].
    int find(CharSequence text, int from, int to) {
        int node = ROOT;
        for (int i = from; i < to && node != NONE; i++) {
            node = child(node, text.charAt(i));
        }
        return node == NONE ? NONE : values[node];
    }

    /// Where the longest string of this trie ends that stands at `from`, or [#NONE].
    int longest(CharSequence text, int from, int to) {
        int end = NONE;
        int node = ROOT;
        for (int i = from; i < to; i++) {
            node = child(node, text.charAt(i));
            if (node == NONE) {
                break;
            }
            end = values[node] == NONE ? end : i + 1;
        }
        return end;
    }

    private static long edge(int node, char character) {
        return (long) node << Character.SIZE | character;
    }

    private int children(int slot) {
        return edges[slot] == EMPTY ? NONE : children[slot];
    }

    /// Where the edge is or would be.
    private int slot(long edge) {
        int mask = edges.length - 1;
        int slot = Long.hashCode(edge * 0x9E37_79B9_7F4A_7C15L) & mask;
        while (edges[slot] != EMPTY && edges[slot] != edge) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private int childOrNew(int node, char character) {
        long edge = edge(node, character);
        int slot = slot(edge);
        if (edges[slot] != EMPTY) {
            return children[slot];
        }
        edges[slot] = edge;
        children[slot] = nodes;
        if (nodes == values.length) {
            values = Arrays.copyOf(values, 2 * nodes);
            Arrays.fill(values, nodes, values.length, NONE);
        }
        if (2 * ++nodes > edges.length) {
            grow();
        }
        return nodes - 1;
    }

    private void grow() {
        long[] oldEdges = edges;
        int[] oldChildren = children;
        edges = new long[2 * oldEdges.length];
        children = new int[edges.length];
        Arrays.fill(edges, EMPTY);
        for (int i = 0; i < oldEdges.length; i++) {
            if (oldEdges[i] != EMPTY) {
                int slot = slot(oldEdges[i]);
                edges[slot] = oldEdges[i];
                children[slot] = oldChildren[i];
            }
        }
    }
}
