package org.crosslayer.app.composer;

import java.util.List;
import java.util.function.Function;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import org.crosslayer.app.control.Choices;
import org.crosslayer.app.control.Term;

/// Lines of a name and a control, as the figure window has many.
final class Fields {
    private static final double NAME_PX = 92;

    private Fields() {}

    /// A table of lines under a title.
    static GridPane table(String title) {
        GridPane table = new GridPane();
        table.getStyleClass().add("figure-fields");
        Label heading = new Label(title);
        heading.getStyleClass().add("card-title");
        table.add(heading, 0, 0, 2, 1);
        return table;
    }

    /// Adds a line.
    static void line(GridPane table, String name, String meaning, Node control) {
        Term term = new Term(name, meaning, "fact-name");
        term.setMinWidth(NAME_PX);
        table.addRow(table.getRowCount(), term, control);
        if (control instanceof Region region) {
            region.setMaxWidth(Double.MAX_VALUE);
        }
        GridPane.setHgrow(control, javafx.scene.layout.Priority.ALWAYS);
    }

    /// A field of text that counts once Enter is pressed or it is left.
    static TextField text(String id, StringProperty value, String prompt) {
        TextField field = new TextField();
        field.setId(id);
        field.setPromptText(prompt);
        field.setPrefColumnCount(7);
        value.subscribe(field::setText);
        field.setOnAction(_ -> value.set(field.getText()));
        field.focusedProperty().subscribe(isFocused -> {
            if (!isFocused) {
                value.set(field.getText());
            }
        });
        return field;
    }

    /// A choice of words; the first stands for an empty property.
    static ChoiceBox<String> choice(String id, StringProperty value, Function<String, String> words, List<String> all) {
        ChoiceBox<String> box = Choices.of(id, words, all);
        value.subscribe(now -> box.setValue(now.isEmpty() ? all.getFirst() : now));
        box.valueProperty().subscribe(now -> {
            boolean isUsual = now == null || now.equals(all.getFirst());
            if (now != null && !(isUsual && value.get().isEmpty())) {
                value.set(now);
            }
        });
        return box;
    }
}
