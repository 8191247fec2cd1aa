package org.crosslayer.app.composer;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.figure.Recipe.Windowing;
import org.crosslayer.app.figure.SheetRecipe;
import org.crosslayer.engine.evaluation.ProtocolKind;
import org.crosslayer.viz.paper.Typeface;
import org.crosslayer.viz.paper.Venue;
import org.jspecify.annotations.Nullable;

/// The right of the figure window: venue or own preset, size, type, how it is drawn, how the text is cut.
final class SheetView {
    private final FigureViewModel viewModel;
    private final SheetForm form;
    private final StringProperty window = new SimpleStringProperty(this, "window", "");
    private final StringProperty most = new SimpleStringProperty(this, "most", "");
    private final StringProperty protocol = new SimpleStringProperty(this, "protocol", "");
    private final TextField width;
    private final TextField pointSize;
    private final Node root;
    private boolean showing;

    SheetView(FigureViewModel viewModel) {
        this.viewModel = viewModel;
        form = viewModel.form();
        width = Fields.text("figure-width", form.width(), "");
        pointSize = Fields.text("figure-point-size", form.pointSize(), "");
        VBox column = new VBox(presets(), size(), type(), drawing(), text());
        column.getStyleClass().add("figure-settings");
        ScrollPane scroll = new ScrollPane(column);
        scroll.setFitToWidth(true);
        scroll.setId("figure-settings");
        scroll.getStyleClass().add("side-scroll");
        root = scroll;
        form.venue().subscribe(this::promptVenue);
        form.span().subscribe(_ -> promptVenue(form.venue().get()));
        viewModel.draft().subscribe(draft -> showCut(draft.cut()));
        Stream.of(window, most, protocol).forEach(field -> field.addListener((_, _, _) -> cut()));
    }

    Node root() {
        return root;
    }

    private Node presets() {
        GridPane table = Fields.table("For");
        ChoiceBox<String> venue = Fields.choice(
                "figure-venue",
                form.venue(),
                name -> name,
                Stream.concat(
                                Stream.of("Nature"),
                                Venue.PRESETS.stream().map(Venue::name).filter(name -> !name.equals("Nature")))
                        .toList());
        Fields.line(
                table, "Venue", "Width and type as the venue asks for them; what you set below comes before.", venue);
        Fields.line(
                table,
                "Span",
                "One column, or the whole width of the text.",
                Fields.choice(
                        "figure-span",
                        form.span(),
                        word -> word.equals("full") ? "whole width" : "one column",
                        List.of("single", "full")));
        ChoiceBox<FigurePreset> own = new ChoiceBox<>();
        own.setId("figure-preset");
        own.setConverter(new PresetWords());
        own.getItems().setAll(viewModel.presets().all());
        viewModel.presets().all().addListener((ListChangeListener<FigurePreset>)
                _ -> own.getItems().setAll(viewModel.presets().all()));
        own.setOnAction(_ -> {
            if (own.getValue() != null) {
                viewModel.use(own.getValue().sheet());
            }
        });
        TextField name = new TextField();
        name.setId("figure-preset-name");
        name.setPromptText("name");
        name.setPrefColumnCount(6);
        HBox.setHgrow(name, Priority.ALWAYS);
        Button save = button("figure-preset-save", "Save", "Keeps size and style under this name.");
        save.disableProperty().bind(name.textProperty().map(String::isBlank));
        save.setOnAction(_ -> {
            viewModel
                    .presets()
                    .save(name.getText().strip(), viewModel.draft().get().sheet());
            name.clear();
        });
        Button forget = button("figure-preset-forget", "Forget", "Forgets the preset that is chosen.");
        forget.disableProperty().bind(own.valueProperty().isNull());
        forget.setOnAction(_ -> viewModel.presets().remove(own.getValue().name()));
        Fields.line(table, "Own preset", "Sizes and styles that you have saved.", own);
        HBox saving = new HBox(name, save, forget);
        saving.getStyleClass().add("figure-row");
        table.add(saving, 0, table.getRowCount(), 2, 1);
        return table;
    }

    private Node size() {
        GridPane table = Fields.table("Size");
        ChoiceBox<String> unit = Fields.choice("figure-unit", form.unit(), word -> word, SheetForm.units());
        HBox across = new HBox(width, unit);
        across.getStyleClass().add("figure-row");
        HBox.setHgrow(width, Priority.ALWAYS);
        Fields.line(table, "Width", "Empty for the venue's.", across);
        Fields.line(
                table,
                "Height",
                "Empty for as high as the panels want.",
                Fields.text("figure-height", form.height(), "as wanted"));
        Fields.line(
                table,
                "Size of",
                "The whole figure with its labels, or each plot, so that figures made apart line up in a paper.",
                Fields.choice(
                        "figure-extent",
                        form.extent(),
                        word -> word.equals("plot") ? "each plot" : "whole figure",
                        List.of("figure", "plot")));
        Fields.line(
                table,
                "Columns",
                "Panels beside each other; empty for all, at most three.",
                Fields.text("figure-columns", form.columns(), "all, at most 3"));
        Fields.line(
                table,
                "Colour bars",
                "One beside each heatmap, or a single one that all share; their scales are then made equal.",
                Fields.choice(
                        "figure-bar",
                        form.bar(),
                        word -> word.equals("shared") ? "one for all" : "beside each",
                        List.of("each", "shared")));
        return table;
    }

    private Node type() {
        GridPane table = Fields.table("Type and lines");
        List<String> faces = Stream.concat(
                        Stream.of(""), Stream.of(Typeface.values()).map(Typeface::word))
                .toList();
        Fields.line(
                table,
                "Typeface",
                "Comes with the program and is embedded; as wide as Times, Arial and Courier.",
                Fields.choice("figure-typeface", form.typeface(), SheetView::face, faces));
        Fields.line(table, "Point size", "Of labels, 4 to 24 pt. Empty for the venue's.", pointSize);
        Fields.line(
                table,
                "Line width",
                "Of axes and frames, 0.1 to 4 pt; curves are twice as wide.",
                Fields.text("figure-line-width", form.lineWidth(), "0.5 pt"));
        return table;
    }

    private Node drawing() {
        GridPane table = Fields.table("Files");
        Fields.line(
                table,
                "Cells",
                "Of a heatmap in PDF and SVG: shapes up to 5,000, else one image with a pixel a cell, never smoothed.",
                Fields.choice(
                        "figure-cells",
                        form.cells(),
                        word -> switch (word) {
                            case "shapes" -> "always shapes";
                            case "image" -> "always an image";
                            default -> "shapes to 5,000";
                        },
                        List.of("auto", "shapes", "image")));
        Fields.line(
                table,
                "Resolution",
                "Of a PNG and of what is copied.",
                Fields.text("figure-dpi", form.dpi(), "300 dpi"));
        table.add(box("figure-outlines", "SVG letters as outlines", form.outlines()), 0, table.getRowCount(), 2, 1);
        table.add(box("figure-grey", "Print in grey", form.grey()), 0, table.getRowCount(), 2, 1);
        return table;
    }

    private Node text() {
        GridPane table = Fields.table("Text");
        Fields.line(
                table,
                "Window",
                "Tokens of a window of the text, for all that is measured over windows.",
                Fields.text("figure-window-tokens", window, "512 tokens"));
        Fields.line(table, "At most", "Windows that are read.", Fields.text("figure-windows", most, "all"));
        Fields.line(
                table,
                "Protocol",
                "How perplexities are measured.",
                Fields.choice(
                        "figure-protocol",
                        protocol,
                        word -> word,
                        Stream.of(ProtocolKind.values())
                                .map(ProtocolKind::spelling)
                                .toList()));
        return table;
    }

    private void promptVenue(String name) {
        Venue venue = Venue.named(name.isEmpty() ? "Nature" : name).orElse(null);
        if (venue != null) {
            boolean isFull = form.span().get().equals("full");
            width.setPromptText((isFull ? venue.full() : venue.single()).toString());
            pointSize.setPromptText(String.format(Locale.ROOT, "%.0f pt", venue.pointSize()));
        }
    }

    private void showCut(Windowing cut) {
        showing = true;
        window.set(Objects.toString(cut.window(), ""));
        most.set(Objects.toString(cut.maxWindows(), ""));
        protocol.set(Objects.toString(cut.protocol(), ""));
        showing = false;
    }

    private void cut() {
        if (!showing) {
            viewModel.cut(new Windowing(
                    whole(window.get()),
                    whole(most.get()),
                    protocol.get().isEmpty() || protocol.get().equals(ProtocolKind.WINDOWS.spelling())
                            ? null
                            : protocol.get()));
            showCut(viewModel.draft().get().cut());
        }
    }

    /// What is no number leaves it to what is usual.
    private static @Nullable Integer whole(String text) {
        return text.strip().matches("[0-9]{1,9}") ? Integer.valueOf(text.strip()) : null;
    }

    private static String face(String word) {
        return Stream.of(Typeface.values())
                .filter(face -> face.word().equals(word))
                .map(face -> face.word() + " – " + face.family())
                .findFirst()
                .orElse("the venue's");
    }

    private static CheckBox box(String id, String words, javafx.beans.property.BooleanProperty value) {
        CheckBox box = new CheckBox(words);
        box.setId(id);
        box.selectedProperty().bindBidirectional(value);
        return box;
    }

    static Button button(String id, String words, String meaning) {
        Button button = new Button(words);
        button.setId(id);
        button.getStyleClass().add("header-button");
        button.setMinWidth(javafx.scene.layout.Region.USE_PREF_SIZE);
        Hint.set(button, meaning);
        return button;
    }

    private static final class PresetWords extends javafx.util.StringConverter<FigurePreset> {
        @Override
        public String toString(FigurePreset preset) {
            return preset == null ? "" : preset.name();
        }

        @Override
        public FigurePreset fromString(String text) {
            return new FigurePreset(text, SheetRecipe.DEFAULT);
        }
    }
}
