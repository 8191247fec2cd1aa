package org.crosslayer.app.inspector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.crosslayer.engine.ModelSummary.TensorLine;

/// A part of the names of tensors, with what lies below it; a tensor itself where nothing does.
///
/// @param name     between two dots
/// @param type     how the tensor is stored; empty for a mere part of names
/// @param shape    outermost axis first; for a part of names how many tensors lie below
/// @param children in the order of the file
public record TensorNode(String name, String type, String shape, List<TensorNode> children) {
    public TensorNode {
        children = List.copyOf(children);
    }

    /// The tensors whose name, type or shape contains every word of a filter, as a tree by the dots in their
    /// names.
    ///
    /// @param filter words in any case; none lets all through
    public static TensorNode tree(List<TensorLine> tensors, String filter) {
        Branch root = new Branch();
        matching(tensors, filter)
                .forEach(tensor -> root.add(tensor, tensor.name().split("\\.", -1), 0));
        return root.node("");
    }

    /// The same tensors, flat.
    static List<TensorLine> matching(List<TensorLine> tensors, String filter) {
        String[] words = filter.strip().toLowerCase(Locale.ROOT).split("\\s+");
        return tensors.stream().filter(tensor -> isMatch(tensor, words)).toList();
    }

    private static boolean isMatch(TensorLine tensor, String[] words) {
        String all = (tensor.name() + " " + tensor.dtype() + " " + tensor.shape()).toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (!all.contains(word)) {
                return false;
            }
        }
        return true;
    }

    /// A node in the making.
    private static final class Branch {
        private final Map<String, Branch> below = new LinkedHashMap<>();
        private final List<TensorNode> tensors = new ArrayList<>();
        private int count;

        void add(TensorLine tensor, String[] parts, int at) {
            count++;
            if (at == parts.length - 1) {
                tensors.add(
                        new TensorNode(parts[at], tensor.dtype(), tensor.shape().toString(), List.of()));
            } else {
                below.computeIfAbsent(parts[at], _ -> new Branch()).add(tensor, parts, at + 1);
            }
        }

        TensorNode node(String name) {
            List<TensorNode> children = new ArrayList<>();
            below.forEach((part, branch) -> children.add(branch.node(part)));
            children.addAll(tensors);
            return new TensorNode(name, "", count == 1 ? "1 tensor" : count + " tensors", children);
        }
    }
}
