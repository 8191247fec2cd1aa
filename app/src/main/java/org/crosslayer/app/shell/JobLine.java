package org.crosslayer.app.shell;

import java.util.List;
import java.util.function.DoubleSupplier;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import org.crosslayer.app.control.Hint;

/// The most urgent jobs side by side, as many as there is room for, and a button that counts the others and lists all.
final class JobLine extends HBox {
    private final DoubleSupplier room;
    private final Button more = new Button();
    private List<JobView> views = List.of();
    private int total;

    /// @param room    how wide it may be, in pixels
    /// @param listAll shows all jobs
    JobLine(DoubleSupplier room, Runnable listAll) {
        this.room = room;
        setId("jobs");
        setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("jobs");
        more.setId("jobs-more");
        more.getStyleClass().addAll("small-button", "jobs-more");
        more.setMinWidth(USE_PREF_SIZE);
        more.setOnAction(_ -> listAll.run());
        getChildren().add(more);
        count(0);
    }

    /// Shows some jobs of all.
    ///
    /// @param first the most urgent, as many as are ever shown at once
    /// @param all   how many there are
    void show(List<JobView> first, int all) {
        total = all;
        if (!first.equals(views)) {
            views = List.copyOf(first);
            getChildren().setAll(views);
            getChildren().add(more);
        }
        requestLayout();
    }

    @Override
    protected double computePrefWidth(double height) {
        fit();
        return super.computePrefWidth(height);
    }

    @Override
    protected void layoutChildren() {
        fit();
        super.layoutChildren();
    }

    /// The first is always there; the next ones while they and the button fit.
    private void fit() {
        double left = room.getAsDouble() - snappedLeftInset() - snappedRightInset();
        int shown = 0;
        for (JobView view : views) {
            double wanted = view.prefWidth(-1) + getSpacing();
            boolean isLast = shown + 1 == total;
            if (shown > 0 && wanted + (isLast ? 0 : more.prefWidth(-1)) > left) {
                break;
            }
            left -= wanted;
            shown++;
        }
        for (int index = 0; index < views.size(); index++) {
            put(views.get(index), index < shown);
        }
        count(total - shown);
    }

    private void count(int others) {
        put(more, others > 0);
        String words = "+" + others;
        if (!words.equals(more.getText())) {
            more.setText(words);
            more.setAccessibleText(others + (others == 1 ? " more job" : " more jobs") + ": list all");
            Hint.set(more, "Jobs that there is no room for here. Lists all, with progress and cancel (Ctrl+J).");
        }
    }

    private static void put(Node node, boolean isThere) {
        if (node.isManaged() != isThere) {
            node.setManaged(isThere);
            node.setVisible(isThere);
        }
    }
}
