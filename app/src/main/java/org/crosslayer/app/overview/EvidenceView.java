package org.crosslayer.app.overview;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.ChoiceBox;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.crosslayer.app.command.Command;
import org.crosslayer.app.command.CommandGroup;
import org.crosslayer.app.control.Choices;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.workspace.Evidence;
import org.crosslayer.app.workspace.EvidenceSettings;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.similarity.HeadMode;
import org.crosslayer.engine.similarity.Metric;
import org.crosslayer.engine.similarity.SinkHandling;
import org.jspecify.annotations.Nullable;

/// The line above the evidence in which it is chosen how it is gathered; overview, tables and figures obey.
public final class EvidenceView {
    private static final List<Sample> SAMPLES = List.of(
            new Sample(1, 256), new Sample(4, 256), new Sample(16, 256), new Sample(64, 256), new Sample(16, 512));

    /// How much of the text is read.
    private record Sample(int windows, int tokens) {
        static Sample of(EvidenceSettings settings) {
            return new Sample(settings.maxWindows(), settings.window());
        }

        String words() {
            return windows + " × " + tokens;
        }
    }

    private final Evidence evidence;
    private final ChoiceBox<Metric> metric = Choices.of("metric", EvidenceView::words, List.of(Metric.values()));
    private final ChoiceBox<HeadMode> heads = Choices.of("head-mode", EvidenceView::words, List.of(HeadMode.values()));
    private final ChoiceBox<SinkHandling> sink =
            Choices.of("sink", EvidenceView::words, List.of(SinkHandling.values()));
    private final ChoiceBox<Sample> sample = Choices.of("sample", Sample::words, SAMPLES);
    private final HBox root = new HBox();

    /// @param read opens a text
    /// @param add  asks for another one
    public EvidenceView(Workspace workspace, Consumer<Path> read, Runnable add) {
        evidence = workspace.evidence();
        explain(
                metric,
                "Metric",
                "How two attention patterns are compared. Jensen–Shannon divergence: 0 for equal rows, at most 0.693"
                        + " nats. Cosine: 1 for equal maps. Total variation: 0 for equal rows, at most 1.");
        explain(
                heads,
                "Head mode",
                "A layer has several heads. Either their patterns are averaged and the means compared, or head is"
                        + " compared with head and the results are averaged.");
        explain(
                sink,
                "Sink",
                "Many heads leave attention that they have no use for on the first token, the sink. It can be kept, its"
                        + " row left out, or taken out of every row, whose rest is then scaled to sum to 1.");
        explain(
                sample,
                "Windows",
                "How much of the text is read: at most so many windows, one after the other, of so many tokens each.");
        follow(metric, next -> evidence.choose(now().with(next)));
        follow(heads, next -> evidence.choose(now().with(next)));
        follow(sink, next -> evidence.choose(now().with(next)));
        follow(sample, next -> evidence.choose(now().reading(next.windows(), next.tokens())));
        root.setId("evidence-bar");
        root.getStyleClass().add("evidence-bar");
        root.getChildren().addAll(new TextMenu(workspace, read, add), metric, heads, sink, sample);
        evidence.settings().addListener((_, _, _) -> show());
        show();
    }

    /// What to put into the window.
    public Node root() {
        return root;
    }

    /// What it adds to menu and palette.
    public Command command() {
        return Command.of("evidence", "Choose how evidence is gathered", CommandGroup.VIEW, metric::requestFocus)
                .on("Shortcut+Shift+M");
    }

    private EvidenceSettings now() {
        return evidence.settings().get();
    }

    private void show() {
        EvidenceSettings now = now();
        Sample taken = Sample.of(now);
        if (!sample.getItems().contains(taken)) {
            // A project may have kept another one.
            sample.getItems()
                    .setAll(Stream.concat(SAMPLES.stream(), Stream.of(taken)).toList());
        }
        metric.setValue(now.metric());
        heads.setValue(now.heads());
        sink.setValue(now.sink());
        sample.setValue(taken);
    }

    private static <T> void follow(ChoiceBox<T> box, Consumer<T> choose) {
        box.valueProperty().addListener((_, _, next) -> {
            @Nullable T chosen = next;
            if (chosen != null) {
                choose.accept(chosen);
            }
        });
    }

    private static void explain(ChoiceBox<?> box, String name, String meaning) {
        box.setAccessibleText(name);
        box.setMinWidth(Region.USE_PREF_SIZE);
        Hint.set(box, meaning);
    }

    private static String words(Metric metric) {
        return switch (metric) {
            case JSD -> "JS divergence";
            case COSINE -> "cosine";
            case TV -> "total variation";
        };
    }

    private static String words(HeadMode heads) {
        return switch (heads) {
            case MEAN -> "heads averaged";
            case BEST_MATCH -> "best match";
            case SAME_INDEX -> "same index";
        };
    }

    private static String words(SinkHandling sink) {
        return switch (sink) {
            case KEEP -> "sink kept";
            case SKIP_ROW -> "sink row out";
            case DROP_KEY -> "sink dropped";
        };
    }
}
