package org.crosslayer.app.shell;

import java.util.List;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import javafx.stage.Modality;
import javafx.stage.Stage;
import javafx.stage.Window;

/// The words of the window in plain sentences, and its shortcuts.
final class HelpWindow {
    private static final double WIDTH = 560;
    private static final double HEIGHT = 560;

    private record Entry(String word, String meaning) {}

    private static final List<Entry> ENTRIES = List.of(
            new Entry(
                    "Attention pattern",
                    "For every token, how much it reads from each token before it. A row of a map is the token that"
                            + " reads, a column the token read; every row sums to one."),
            new Entry(
                    "Layer, head", "A model works in layers, counted from 0. Each has several heads that read alone."),
            new Entry(
                    "Jensen–Shannon divergence",
                    "How different two patterns are: 0 if they are the same, at most 0.693 (ln 2) if they have nothing"
                            + " in common. Averaged over all rows and over windows of text."),
            new Entry(
                    "Copy",
                    "A layer uses the pattern of the layer below as it is. It computes no queries and no keys, and keeps"
                            + " no keys in the cache."),
            new Entry(
                    "Aligned copy",
                    "The same, but each head takes the pattern of the head below that is most like its own; heads are"
                            + " paired one to one with the least total divergence."),
            new Entry(
                    "LiSA",
                    "A layer uses the scores of the layer below: a tiny network rearranges the heads, and low-rank queries"
                            + " and keys of its own make up for the difference. Both must be fitted; ○ not yet, ◐ being"
                            + " fitted, ● fitted."),
            new Entry(
                    "Calibration text, held out",
                    "What LiSA's parts are fitted on. Some windows of it are held out: never fitted on, but measured, to"
                            + " choose the best state. Measure on another text, or the number flatters."),
            new Entry(
                    "Score variance explained",
                    "How much of the scores that a layer would compute by itself is there already in what it takes: 100 %"
                            + " if nothing is missing, weighted by where its own attention goes."),
            new Entry(
                    "Perplexity",
                    "How surprised the model is by the text; lower is better. It depends on how it is measured, so the"
                            + " protocol always stands beside it."),
            new Entry(
                    "Estimate",
                    "Some windows of the text are measured, not yet all. Plan and baseline are always compared on the"
                            + " same tokens."),
            new Entry(
                    "Protocol",
                    "How perplexity is measured: chosen beside it, and always shown with it. Numbers of different protocols"
                            + " cannot be compared."),
            new Entry(
                    "KL",
                    "How far the plan's predictions are from those without sharing, in nats a token; 0 if nothing"
                            + " changed. “Same likeliest token”: how often both would choose the same next one."),
            new Entry(
                    "Interval",
                    "Where the ratio of the two perplexities lies with 95 % probability, from the differences on the"
                            + " same tokens, taken together in blocks of 64."),
            new Entry(
                    "Prefill, decode",
                    "Reading a given text at once, and writing new text token by token. “No measurable change” means"
                            + " that the 95 % interval of the speed ratio, from pairs of runs in turns, holds 1."),
            new Entry(
                    "Shortcuts",
                    "Ctrl+O opens a model, Ctrl+Shift+O a text, Ctrl+P a plan; Ctrl+S saves the plan. Ctrl+I inspects the model, Ctrl+Shift+R checks it against a reference file. Ctrl+Z and Ctrl+Y undo and redo. Ctrl+L changes between"
                            + " light and dark. Esc cancels the newest job. Tab reaches every control, arrow keys move"
                            + " through a heatmap. Folders, texts and plans can be dropped on the window."));

    private HelpWindow() {}

    static void show(Window owner, List<String> sheets) {
        VBox words = new VBox();
        words.getStyleClass().add("help");
        for (Entry entry : ENTRIES) {
            Label word = new Label(entry.word());
            word.getStyleClass().add("help-word");
            Label meaning = new Label(entry.meaning());
            meaning.setWrapText(true);
            meaning.getStyleClass().add("help-meaning");
            words.getChildren().addAll(word, meaning);
        }
        ScrollPane scroll = new ScrollPane(words);
        scroll.setId("help");
        scroll.setFitToWidth(true);
        Scene scene = new Scene(scroll, WIDTH, HEIGHT);
        scene.getStylesheets().setAll(sheets);
        Stage stage = new Stage();
        stage.initOwner(owner);
        stage.initModality(Modality.NONE);
        stage.setTitle("Words and shortcuts – Crosslayer");
        stage.setScene(scene);
        scene.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                stage.close();
            }
        });
        stage.show();
    }
}
