package org.crosslayer.app.control;

import java.util.List;
import java.util.function.Function;
import javafx.scene.control.ChoiceBox;
import javafx.util.StringConverter;

/// Drop-down lists whose entries have words of their own.
public final class Choices {
    private Choices() {}

    /// A drop-down list of these values.
    ///
    /// @param id    for tests and style
    /// @param words what stands for a value
    public static <T> ChoiceBox<T> of(String id, Function<T, String> words, List<T> values) {
        return of(id, "", words, values);
    }

    /// The same, which says something before one is chosen.
    public static <T> ChoiceBox<T> of(String id, String none, Function<T, String> words, List<T> values) {
        ChoiceBox<T> box = new ChoiceBox<>();
        box.setId(id);
        box.setConverter(new Words<>(none, words));
        box.getItems().setAll(values);
        return box;
    }

    private static final class Words<T> extends StringConverter<T> {
        private final String none;
        private final Function<T, String> words;

        Words(String none, Function<T, String> words) {
            this.none = none;
            this.words = words;
        }

        @Override
        public String toString(T value) {
            return value == null ? none : words.apply(value);
        }

        @Override
        public T fromString(String text) {
            throw new UnsupportedOperationException("a drop-down list is not typed into");
        }
    }
}
