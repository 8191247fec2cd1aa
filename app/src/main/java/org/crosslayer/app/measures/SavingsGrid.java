package org.crosslayer.app.measures;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.control.Portions;
import org.crosslayer.app.control.Term;

/// What is saved, two in a row: name, change, name, change. Its nodes are made once: they change with every switch of
/// the plan.
final class SavingsGrid extends GridPane {
    private record Entry(Term name, Label value) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Node last;
    /// They are made a frame after what else a model that opens makes.
    private final Portions portions = new Portions(this);

    private SavingsWords shown = SavingsWords.NONE;

    /// @param last stands behind the entries
    SavingsGrid(Node last) {
        this.last = last;
        setId("savings");
        getStyleClass().add("savings");
    }

    void show(SavingsWords words) {
        shown = words;
        if (!entries.isEmpty() || words.lines().isEmpty()) {
            show();
        } else if (portions.isEmpty()) {
            portions.add(this::show);
        }
    }

    private void show() {
        if (shown.lines().isEmpty()) {
            getChildren().clear();
            entries.clear();
        }
        shown.lines().forEach(this::show);
        if (!entries.isEmpty() && !getChildren().contains(last)) {
            add(last, 5, 1);
        }
    }

    private void show(SavingsWords.Line line) {
        Entry entry = entries.computeIfAbsent(line.id(), _ -> make(line));
        entry.value().setText(line.value());
        entry.name().explain(line.explanation());
        Hint.set(entry.value(), line.explanation());
    }

    private Entry make(SavingsWords.Line line) {
        int index = entries.size();
        Term name = new Term(line.name(), line.explanation(), "fact-name");
        name.setMinWidth(Region.USE_PREF_SIZE);
        Label value = new Label();
        value.setId(line.id());
        value.getStyleClass().add("saving");
        value.setMinWidth(Region.USE_PREF_SIZE);
        add(name, 3 * (index % 2), index / 2);
        add(value, 3 * (index % 2) + 1, index / 2);
        return new Entry(name, value);
    }
}
