package org.crosslayer.app.project;

import java.util.List;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.CardPlace;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.control.Portions;
import org.crosslayer.app.control.Prose;
import org.crosslayer.app.control.TableExport;
import org.crosslayer.app.control.Term;

/// The left zone: the model, the text, and three sentences on how to begin.
public final class ProjectView {
    private static final int NOTE_LINES = 3;

    private final Label model = line("model-name", "subject-name");
    private final GridPane modelFacts = table();
    private final Label memory = line("memory-verdict", "note");
    private final Button offer = new Button();
    private final Label text = line("text-name", "subject-name");
    private final GridPane textFacts = table();
    private final Label excerpt = line("text-excerpt", "excerpt");
    private final ScrollPane root;
    /// Of the tables, whose lines are made anew for every model.
    private final Portions portions;

    /// @param notes what the user writes down about the project
    public ProjectView(ProjectViewModel viewModel, StringProperty notes) {
        ObservableValue<Boolean> isOpen =
                viewModel.facts().map(facts -> !facts.textFacts().isEmpty());
        VBox content = new VBox(
                new CardPlace(new Card("model-card", "Model", "A language model, opened from a folder on this machine.")
                        .with(model, modelFacts, memory, offer)
                        .exporting(new TableExport(isOpen, viewModel::modelTable))),
                new CardPlace(new Card("text-card", "Text", "What the model reads while it is measured.")
                        .with(text, textFacts, excerpt)
                        .exporting(new TableExport(isOpen, viewModel::textTable))),
                new Card("guide-card", "How to begin", "See, change, measure.")
                        .with(
                                step("1", "See which layers look at the text alike."),
                                step("2", "Click a cell to compare two layers token by token."),
                                step("3", "Switch a layer to Copy, Aligned or LiSA and watch what it costs.")),
                new CardPlace(new Card(
                                "notes-card", "Notes", "What you write down about this work; kept in the project.")
                        .with(noteField(notes))
                        .exporting(new TableExport(
                                notes.map(words -> !words.isBlank()), () -> ProjectTables.notes(notes.get())))));
        content.getStyleClass().add("zone-column");
        root = new ScrollPane(content);
        portions = new Portions(root);
        root.setId("project");
        root.setFitToWidth(true);
        root.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        root.getStyleClass().add("zone");
        for (Label name : List.of(model, text)) {
            name.setWrapText(false);
            name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        }
        offer.setId("memory-offer");
        offer.getStyleClass().add("small-button");
        offer.setOnAction(_ -> viewModel.acceptOffer());
        viewModel.memory().subscribe(this::show);
        viewModel.facts().addListener((_, _, facts) -> show(facts));
        show(viewModel.facts().get());
    }

    /// What to put into the window.
    public Region root() {
        return root;
    }

    private static TextArea noteField(StringProperty notes) {
        TextArea field = Prose.leftByTab(new TextArea());
        field.setId("project-notes");
        field.getStyleClass().add("project-notes");
        field.setAccessibleText("Notes on the project");
        field.setWrapText(true);
        field.setPrefRowCount(NOTE_LINES);
        // One column only: the zone decides how wide it is.
        field.setPrefColumnCount(1);
        field.textProperty().bindBidirectional(notes);
        return field;
    }

    private void show(ProjectViewModel.Facts facts) {
        model.setText(facts.model());
        Hint.set(model, facts.modelPath());
        portions.add(() -> fill(modelFacts, facts.modelFacts()));
        text.setText(facts.text());
        Hint.set(text, facts.textPath());
        portions.add(() -> fill(textFacts, facts.textFacts()));
        excerpt.setText(facts.excerpt());
    }

    private void show(ProjectViewModel.Memory needed) {
        memory.setText(needed.verdict());
        memory.setManaged(!needed.verdict().isEmpty());
        memory.setMinHeight(Region.USE_PREF_SIZE);
        offer.setText("Draw " + needed.offer() + " tokens");
        offer.setVisible(needed.offer() > 0);
        offer.setManaged(needed.offer() > 0);
    }

    private static void fill(GridPane table, List<ProjectViewModel.Fact> facts) {
        table.getChildren().clear();
        for (int row = 0; row < facts.size(); row++) {
            ProjectViewModel.Fact fact = facts.get(row);
            Label value = new Label(fact.value());
            value.getStyleClass().add("fact-value");
            table.addRow(row, new Term(fact.name(), fact.explanation(), "fact-name"), value);
        }
        table.applyCss();
    }

    private static GridPane table() {
        GridPane table = new GridPane();
        table.getStyleClass().add("facts");
        ColumnConstraints names = new ColumnConstraints();
        names.setHgrow(Priority.ALWAYS);
        ColumnConstraints values = new ColumnConstraints();
        values.setHalignment(HPos.RIGHT);
        table.getColumnConstraints().addAll(names, values);
        return table;
    }

    private static Label line(String id, String styleClass) {
        Label label = new Label();
        label.setId(id);
        label.setWrapText(true);
        label.getStyleClass().add(styleClass);
        return label;
    }

    private static Node step(String number, String sentence) {
        Label words = new Label(number + "  " + sentence);
        words.setWrapText(true);
        words.getStyleClass().add("guide-step");
        return words;
    }
}
