package org.crosslayer.app.sharing;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.controlsfx.control.PopOver;
import org.crosslayer.app.control.Colours;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.control.Prose;
import org.crosslayer.app.workspace.NamedPlan;
import org.crosslayer.app.workspace.PlanShelf;

/// The plans of the model as buttons in a row: one click works on another. Beside them what can be done with the one
/// being worked on: duplicate, rename, write something down, remove.
final class PlanTabs {
    private static final int NOTE_LINES = 4;
    private static final int NOTE_COLUMNS = 28;

    private final PlanShelf shelf;
    private final HBox tabs = new HBox();
    private final MenuButton more = new MenuButton("⋯");
    private final HBox root;

    PlanTabs(PlanShelf shelf) {
        this.shelf = shelf;
        tabs.getStyleClass().add("plan-tabs");
        more.setId("plan-more");
        more.getStyleClass().addAll("small-button", "plan-more");
        Hint.set(more, "Duplicate, rename, annotate or remove the plan being worked on.");
        more.setAccessibleText("What can be done with this plan");
        root = new HBox(tabs, more);
        root.getStyleClass().add("plan-tabs");
        shelf.plans().addListener((_, before, now) -> {
            if (before == null || !looksLike(before, now)) {
                show(now);
            }
        });
        show(shelf.plans().get());
    }

    Node root() {
        return root;
    }

    /// Opens name and notes of the plan being worked on.
    void annotate() {
        NamedPlan plan = shelf.plans().get().current();
        TextField name = new TextField(plan.name());
        name.setId("plan-name");
        TextArea notes = Prose.leftByTab(new TextArea(plan.notes()));
        notes.setId("plan-notes");
        notes.setPrefRowCount(NOTE_LINES);
        notes.setPrefColumnCount(NOTE_COLUMNS);
        notes.setWrapText(true);
        Label taken = new Label("Another plan has this name.");
        taken.setId("plan-name-taken");
        taken.getStyleClass().add("problem");
        taken.setVisible(false);
        taken.managedProperty().bind(taken.visibleProperty());
        name.textProperty().addListener((_, _, text) -> taken.setVisible(isTaken(text)));
        VBox content = new VBox(heading("Name"), name, taken, heading("Notes"), notes);
        content.getStyleClass().add("plan-annotation");
        PopOver over = new PopOver(content);
        over.setId("plan-annotation");
        over.setArrowLocation(PopOver.ArrowLocation.TOP_LEFT);
        Node _ = Colours.part(over.getRoot());
        over.getRoot().getStylesheets().setAll(root.getScene().getStylesheets());
        name.setOnAction(_ -> over.hide());
        name.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                name.setText(plan.name());
                notes.setText(plan.notes());
                over.hide();
            }
        });
        over.setOnHiding(_ -> {
            boolean _ = shelf.rename(name.getText());
            shelf.note(notes.getText());
        });
        over.show(more);
        name.requestFocus();
    }

    private boolean isTaken(String name) {
        PlanShelf.Plans plans = shelf.plans().get();
        return plans.all().stream().anyMatch(one -> one.name().equals(name.strip()) && !one.equals(plans.current()));
    }

    /// Names, notes and place decide how the row looks, not what the plans say.
    private static boolean looksLike(PlanShelf.Plans before, PlanShelf.Plans now) {
        return before.active() == now.active() && words(before).equals(words(now));
    }

    private static List<String> words(PlanShelf.Plans plans) {
        return plans.all().stream()
                .map(plan -> plan.name() + '\n' + plan.notes())
                .toList();
    }

    private void show(PlanShelf.Plans plans) {
        List<Node> buttons = new ArrayList<>();
        for (int index = 0; index < plans.all().size(); index++) {
            buttons.add(tab(plans.all().get(index), index, index == plans.active()));
        }
        tabs.getChildren().setAll(buttons);
        more.getItems().setAll(items(plans));
    }

    private ToggleButton tab(NamedPlan plan, int index, boolean isActive) {
        ToggleButton tab = new ToggleButton(plan.name());
        tab.setId("plan-tab-" + (index + 1));
        tab.getStyleClass().add("plan-tab");
        tab.setSelected(isActive);
        tab.setAccessibleText("Plan " + plan.name());
        Hint.set(
                tab,
                "Plan " + plan.name() + " (Ctrl+Shift+" + (index + 1) + ")"
                        + (plan.notes().isEmpty() ? "" : ": " + plan.notes()));
        tab.setOnAction(_ -> {
            tab.setSelected(true);
            shelf.turnTo(index);
        });
        tab.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
                annotate();
            }
        });
        return tab;
    }

    private List<MenuItem> items(PlanShelf.Plans plans) {
        List<MenuItem> items = new ArrayList<>();
        MenuItem duplicate =
                item("plan-duplicate", "Duplicate plan " + plans.current().name(), shelf::duplicate);
        duplicate.setDisable(plans.all().size() == PlanShelf.MOST);
        items.add(duplicate);
        for (int index = 0; index < plans.all().size(); index++) {
            int to = index;
            if (to != plans.active()) {
                items.add(item(
                        "plan-copy-to-" + (to + 1),
                        "Copy to plan " + plans.all().get(to).name(),
                        () -> shelf.copyTo(to)));
            }
        }
        items.add(item("plan-annotate", "Name and notes…", this::annotate));
        MenuItem remove = item("plan-remove", "Remove plan " + plans.current().name(), shelf::remove);
        remove.setDisable(plans.all().size() == 1);
        items.add(remove);
        return items;
    }

    private static MenuItem item(String id, String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setId(id);
        item.setOnAction(_ -> action.run());
        return item;
    }

    private static Label heading(String words) {
        Label label = new Label(words);
        label.getStyleClass().add("fact-name");
        return label;
    }
}
