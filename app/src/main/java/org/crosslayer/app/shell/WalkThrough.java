package org.crosslayer.app.shell;

import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.crosslayer.app.preferences.Preferences;
import org.jspecify.annotations.Nullable;

/// Three steps for the first use: see, compare, share. Each names a pane and frames it; any of them can be left
/// by Esc.
final class WalkThrough {
    private static final PseudoClass FRAMED = PseudoClass.getPseudoClass("framed");

    /// A step.
    ///
    /// @param title what is done in it
    /// @param words how
    /// @param at    the pane it is done in
    record Step(String title, String words, Node at) {}

    private final Overlay overlay;
    private final Preferences preferences;
    private final List<Step> steps;
    private final Label title = new Label();
    private final Label words = new Label();
    private final Label place = new Label();
    private final Button back = button("walk-back", "Back");
    private final Button next = button("walk-next", "Next");
    private final VBox root;
    private int at;

    WalkThrough(Overlay overlay, Preferences preferences, List<Step> steps) {
        this.overlay = overlay;
        this.preferences = preferences;
        this.steps = List.copyOf(steps);
        title.setId("walk-title");
        title.getStyleClass().add("form-title");
        words.setId("walk-words");
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        place.getStyleClass().add("note");
        back.setOnAction(_ -> show(at - 1));
        next.setOnAction(_ -> forward());
        Button leave = button("walk-leave", "Leave");
        leave.setOnAction(_ -> overlay.close());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox buttons = new HBox(place, gap, leave, back, next);
        buttons.setAlignment(Pos.CENTER_LEFT);
        buttons.getStyleClass().add("option-buttons");
        root = new VBox(title, words, buttons);
        root.setId("walk-through");
        root.getStyleClass().addAll("palette", "walk-through");
        root.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        // Below what the steps are about.
        StackPane.setAlignment(root, Pos.BOTTOM_CENTER);
    }

    /// Shows it if it was never seen.
    void greet() {
        if (!preferences.walkThroughSeen().get()) {
            start();
        }
    }

    void start() {
        overlay.open(root, next, this::end);
        show(0);
        next.requestFocus();
    }

    private void forward() {
        if (at == steps.size() - 1) {
            overlay.close();
        } else {
            show(at + 1);
        }
    }

    private void show(int step) {
        at = Math.clamp(step, 0, steps.size() - 1);
        Step now = steps.get(at);
        title.setText((at + 1) + "  " + now.title());
        words.setText(now.words());
        place.setText("Step " + (at + 1) + " of " + steps.size());
        back.setDisable(at == 0);
        next.setText(at == steps.size() - 1 ? "Begin" : "Next");
        root.setAccessibleText(title.getText() + ". " + now.words());
        frame(now.at());
    }

    private void end() {
        frame(null);
        preferences.walkThroughSeen().set(true);
    }

    private void frame(@Nullable Node pane) {
        for (Step step : steps) {
            step.at().pseudoClassStateChanged(FRAMED, step.at() == pane);
        }
    }

    private static Button button(String id, String words) {
        Button button = new Button(words);
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.getStyleClass().add("header-button");
        return button;
    }
}
