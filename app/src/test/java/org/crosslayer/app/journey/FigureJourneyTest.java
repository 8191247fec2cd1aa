package org.crosslayer.app.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.scene.image.ImageView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.crosslayer.app.cli.CommandRun;
import org.crosslayer.app.figure.PanelRecipe;
import org.crosslayer.app.workspace.EngineAnalyst;
import org.crosslayer.app.workspace.JournalEntry;
import org.crosslayer.engine.similarity.Metric;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a pane to a figure in a paper: on the real sample model and a short text.
class FigureJourneyTest extends WindowTest {
    @TempDir
    Path folder;

    @BeforeEach
    void openTheSample() throws IOException, TimeoutException {
        Path text = folder.resolve("story.txt");
        Files.writeString(text, Files.readString(SampleModels.sampleText()).substring(0, 1200));
        open(EngineAnalyst::open, SampleModels.sample16l(), text);
        await(
                "the first heatmap",
                () -> heatmap("overview-heatmap").matrixProperty().get() != null);
    }

    @Test
    void aPaneBecomesTheFigureThatTheCommandLineMakesOfItsRecipe() throws IOException {
        ChoiceBox<Metric> metric = choice("metric");
        interact(() -> metric.setValue(Metric.COSINE));
        await(
                "the pane follows",
                () -> text("overview-caption").contains("cosine similarity, ")
                        && heatmap("overview-heatmap").matrixProperty().get() != null);
        run("export-figure");
        awaitFigure();
        PanelRecipe panel = wiring().figures().draft().get().panels().getFirst();
        assertThat(panel).isInstanceOfSatisfying(PanelRecipe.Layers.class, layers -> assertThat(layers.metric())
                .isEqualTo("cosine"));
        assertThat(caption()).contains("cosine similarity", "story.txt", "first key kept");

        Path out = folder.resolve("window.pdf");
        export(out);
        awaitText("it is written", "figure-status", words -> words.startsWith("Written: "));
        Path again = folder.resolve("line.pdf");
        CommandRun line = CommandRun.of("figure", folder.resolve("window.recipe.json"), "--out", again, "--alone");
        assertThat(line.status()).as(line.err()).isZero();
        assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(out));
        assertThat(Files.readString(folder.resolve("window.recipe.json"))).doesNotContain(folder.toString());
        // The panes beside it note what they computed too, in whatever order they end.
        assertThat(wiring().workspace().journal().entries().stream().map(JournalEntry::arguments))
                .as("history says it as a command")
                .contains(List.of("figure", folder.resolve("window.recipe.json").toString(), "--out", out.toString()));
    }

    @Test
    void twoPanelsShareASheetAndEveryStepIsTakenBack() throws IOException {
        run("export-figure");
        awaitFigure();
        interact(() -> {
            MenuButton add = (MenuButton) node("figure-add");
            add.getOnShowing().handle(null);
            add.getItems().stream()
                    .filter(item -> item.getText().startsWith("Matched heads of layers"))
                    .findFirst()
                    .orElseThrow()
                    .fire();
        });
        await("two panels", () -> panels().getItems().size() == 2);
        assertThat(panels().getItems().get(1)).startsWith("(b) matched heads of layer ");
        await("both are drawn", () -> caption().contains("(b) Heads of layer"));
        enter("figure-width", "120");
        awaitText("the size follows", "figure-size", words -> words.startsWith("120.0 × "));
        keepPicture("figure-window", "figure-window");
        interact(() -> this.<String>choice("figure-unit").setValue("in"));
        await("inches", () -> ((TextField) node("figure-width")).getText().equals("4.724"));
        interact(() -> this.<String>choice("figure-unit").setValue("mm"));
        enter("figure-title", "heads");
        await("a title", () -> "heads"
                .equals(wiring().figures().draft().get().panels().get(1).title()));

        // A field of text has its own undo; anywhere else it is that of the window.
        focus("figure-panels");
        press(KeyCode.SHORTCUT, KeyCode.Z);
        await("no title", () -> wiring().figures().draft().get().panels().get(1).title() == null);
        interact(() -> {
            while (!wiring().figures().draft().get().panels().isEmpty()) {
                wiring().figures().history().undo();
            }
        });
        assertThat(panels().getItems()).isEmpty();
        assertThat(((ImageView) node("figure-preview")).getImage()).isNull();
    }

    @Test
    void aPlanThatIsOnlyInTheWindowGoesWithTheFigure() throws IOException {
        await("the plan", () -> isShowing("layer-5-copy"));
        click("layer-5-copy");
        interact(() -> wiring().workspace().selection().choosePair(5, 4));
        interact(() -> {
            var figures = wiring().figures();
            figures.add(figures.offers().stream()
                    .filter(offer -> offer.words().startsWith("What the plan changes"))
                    .findFirst()
                    .orElseThrow());
        });
        run("figure-window");
        awaitFigure();
        assertThat(caption()).contains("under a plan by which 1 of 16 layers share (5)");
        Path out = folder.resolve("plan.svg");
        export(out);
        awaitText("it is written", "figure-status", words -> words.startsWith("Written: "));
        Path again = folder.resolve("again.svg");
        CommandRun line = CommandRun.of("figure", folder.resolve("plan.recipe.json"), "--out", again, "--alone");
        assertThat(line.status()).as(line.err()).isZero();
        assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(out));
    }

    @Test
    void theAlignmentPaneGivesItsMatrixAndItsMatchedHeadsAsBands() {
        click("page-alignment-card");
        await(
                "heads are aligned",
                () -> heatmap("alignment-before").matrixProperty().get() != null);
        interact(() -> assertThat(wiring().figures()
                        .add(Objects.requireNonNull(card("alignment-card").export())))
                .isTrue());
        run("figure-window");
        awaitFigure();
        assertThat(wiring().figures().draft().get().panels())
                .hasOnlyElementsOfTypes(PanelRecipe.Heads.class, PanelRecipe.Bands.class)
                .hasSize(2);
        assertThat(caption()).contains("(a) Jensen–Shannon divergence", "(b) Heads of layer", "matched pairs");
    }

    @Test
    void aPresetIsSavedAndUsedAgain() {
        run("export-figure");
        awaitFigure();
        enter("figure-width", "70");
        enter("figure-point-size", "6");
        awaitText("the size follows", "figure-size", words -> words.startsWith("70.0 × "));
        interact(() -> ((TextField) node("figure-preset-name")).setText("my thesis"));
        click("figure-preset-save");
        interact(() -> this.<String>choice("figure-venue").setValue("ICML"));
        enter("figure-width", "");
        awaitText(
                "the venue's width",
                "figure-size",
                words -> words.startsWith("82.5 × ") || words.startsWith("82.6 × "));
        interact(() -> {
            var own = wiring().figures().presets().all();
            wiring().figures().use(own.getFirst().sheet());
        });
        awaitText("the size returns", "figure-size", words -> words.startsWith("70.0 × "));
        assertThat(((TextField) node("figure-point-size")).getText()).isEqualTo("6");
        assertThat(wiring().figures().presets().all().getFirst().name()).isEqualTo("my thesis");
    }

    @Test
    void whatIsWrongIsSaidInOneSentenceAndNothingIsLeftBehind() throws IOException {
        run("export-figure");
        awaitFigure();
        Path file = Files.writeString(folder.resolve("file"), "");
        export(file.resolve("a.pdf"));
        awaitText("the folder is named", "figure-problem", words -> words.contains(file.toString()));
        assertThat(text("figure-problem")).endsWith(".").doesNotContain("\n");

        enter("figure-width", "9");
        awaitText("too small", "figure-problem", words -> words.contains("too small for its labels"));
        export(folder.resolve("small.pdf"));
        awaitText("still too small", "figure-problem", words -> words.contains("too small for its labels"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString())).doesNotContain("small.pdf", "small.npz");
        }
        enter("figure-width", "wide");
        awaitText("no length", "figure-problem", words -> words.contains("wide") && words.contains("89 mm"));
    }

    @Test
    void pictureAndTableGoToTheClipboard() {
        run("export-figure");
        awaitFigure();
        click("figure-copy-picture");
        awaitText("a picture", "figure-status", words -> words.contains("picture is on the clipboard"));
        interact(() -> assertThat(Clipboard.getSystemClipboard().hasImage()).isTrue());
        interact(() ->
                ((MenuButton) node("figure-copy-table")).getItems().getFirst().fire());
        awaitText("a table", "figure-status", words -> words.contains("table is on the clipboard"));
        interact(() -> assertThat(Clipboard.getSystemClipboard().getString()).startsWith("layer \\ layer\t0\t1\t2"));
    }

    private void awaitFigure() {
        await(
                "a figure is drawn",
                this::problem,
                () -> isShowing("figure-preview") && ((ImageView) node("figure-preview")).getImage() != null);
    }

    private String problem() {
        return "the problem “" + text("figure-problem") + "”";
    }

    private String caption() {
        return wiring().figures().drawn().get().caption();
    }

    private void export(Path file) {
        interact(() -> wiring().figures().export(file));
    }

    private void enter(String id, String words) {
        TextField field = (TextField) node(id);
        interact(() -> {
            field.requestFocus();
            field.setText(words);
            field.fireEvent(new javafx.event.ActionEvent());
        });
    }

    @SuppressWarnings("unchecked") // what stands under this id
    private ListView<String> panels() {
        return (ListView<String>) node("figure-panels");
    }

    @SuppressWarnings("unchecked") // what stands under this id
    private <T> ChoiceBox<T> choice(String id) {
        return (ChoiceBox<T>) node(id);
    }
}
