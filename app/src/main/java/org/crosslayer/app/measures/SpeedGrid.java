package org.crosslayer.app.measures;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import org.crosslayer.app.control.Term;

/// Reading and writing, a line each: without the plan, with it, the ratio.
final class SpeedGrid extends GridPane {
    private record Line(Label before, Label after, Label verdict) {
        void show(SpeedWords.Side side) {
            before.setText(side.baseline());
            after.setText("→ " + side.plan());
            verdict.setText(side.verdict());
        }
    }

    private final Line prefill;
    private final Line decode;

    SpeedGrid() {
        getStyleClass().add("speeds");
        prefill = line(
                0,
                "prefill",
                new Term("Prefill", "Reading a text that is already there, all tokens at once.", "fact-name"));
        decode = line(1, "decode", new Term("Decode", "Writing new text, one token after the other.", "fact-name"));
    }

    void show(SpeedWords words) {
        prefill.show(words.prefill());
        decode.show(words.decode());
    }

    private Line line(int row, String id, Node name) {
        Line line = new Line(
                label(id + "-baseline", "speed-quiet"),
                label(id + "-plan", "speed"),
                label(id + "-ratio", "speed-verdict"));
        GridPane.setHgrow(line.verdict(), Priority.ALWAYS);
        line.verdict().setMaxWidth(Double.MAX_VALUE);
        line.verdict().setAlignment(Pos.CENTER_RIGHT);
        addRow(row, name, line.before(), line.after(), line.verdict());
        return line;
    }

    private static Label label(String id, String styleClass) {
        Label label = new Label();
        label.setId(id);
        label.getStyleClass().add(styleClass);
        return label;
    }
}
