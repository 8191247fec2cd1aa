package org.crosslayer.engine;

import java.util.List;

/// What a model is, in words for people and keys for programs.
///
/// @param sections facts by subject
/// @param groups   tensors that differ only in numbers of their names, such as one projection of all layers
public record ModelFacts(List<Section> sections, List<TensorGroup> groups) {
    /// Facts about one subject.
    public record Section(String title, List<Fact> facts) {
        public Section {
            facts = List.copyOf(facts);
        }
    }

    /// One fact.
    ///
    /// @param key   its name
    /// @param value in words
    public record Fact(String key, String value) {}

    /// Tensors of one kind, stored alike.
    ///
    /// @param name  with `*` in place of numbers
    /// @param count how many
    /// @param dtype how they are stored
    /// @param shape outermost axis first
    /// @param bytes of all of them
    public record TensorGroup(String name, int count, String dtype, List<Long> shape, long bytes) {
        public TensorGroup {
            shape = List.copyOf(shape);
        }
    }

    public ModelFacts {
        sections = List.copyOf(sections);
        groups = List.copyOf(groups);
    }
}
