package org.crosslayer.app.experiment;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.workspace.CommandLines;
import org.crosslayer.app.workspace.Sampling;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.experiment.ResultTable;
import org.crosslayer.engine.experiment.SensitivityOptions;
import org.crosslayer.engine.experiment.SensitivityResult;
import org.crosslayer.engine.experiment.SharingOptions;
import org.crosslayer.engine.experiment.SharingResult;
import org.crosslayer.engine.experiment.SharingSeries;
import org.crosslayer.engine.format.AtomicFile;
import org.crosslayer.engine.similarity.MatchMethod;
import org.jspecify.annotations.Nullable;

/// The paper's two claims, tried on the open model and text.
public final class ExperimentsViewModel {
    private static final long SEED = 1;
    /// The lines that a person gets with one click.
    private static final List<SharingSeries> SERIES =
            List.of(SharingSeries.SINGLE, SharingSeries.CHEAPEST_FIRST, SharingSeries.TOP_DOWN);

    private final Workspace workspace;
    private final TaskRunner runner;
    private final ExperimentRun<SharingResult> sharing;
    private final ExperimentRun<SensitivityResult> sensitivity;
    private final ObjectProperty<ExperimentKind> kind = new SimpleObjectProperty<>(ExperimentKind.SHARING);
    private final ObjectProperty<SharingSeries> series = new SimpleObjectProperty<>(SharingSeries.SINGLE);
    private final ObjectProperty<DeviationKind> deviation = new SimpleObjectProperty<>(DeviationKind.MIX);
    private final ReadOnlyObjectWrapper<Findings> findings = new ReadOnlyObjectWrapper<>(Findings.NONE);
    private final ReadOnlyStringWrapper caption = new ReadOnlyStringWrapper("");
    private final BooleanBinding running;

    public ExperimentsViewModel(Workspace workspace, TaskRunner runner) {
        this.workspace = workspace;
        this.runner = runner;
        sharing = new ExperimentRun<>(runner, workspace.failures(() -> again(ExperimentKind.SHARING)));
        sensitivity = new ExperimentRun<>(runner, workspace.failures(() -> again(ExperimentKind.SENSITIVITY)));
        running = Bindings.createBooleanBinding(
                () -> shown().running().get(), kind, sharing.running(), sensitivity.running());
        kind.addListener((_, _, _) -> show());
        series.addListener((_, _, _) -> show());
        deviation.addListener((_, _, _) -> show());
        sharing.result().addListener((_, _, _) -> show());
        sensitivity.result().addListener((_, _, _) -> show());
        workspace.subject().addListener((_, _, _) -> forget());
    }

    /// Which experiment is looked at.
    public ObjectProperty<ExperimentKind> kind() {
        return kind;
    }

    /// Which line of the sharing experiment is looked at.
    public ObjectProperty<SharingSeries> series() {
        return series;
    }

    /// The lines that there are.
    public List<SharingSeries> offeredSeries() {
        return SERIES;
    }

    /// Which deviations of the sensitivity experiment are looked at.
    public ObjectProperty<DeviationKind> deviation() {
        return deviation;
    }

    /// What is known of it.
    public ReadOnlyObjectProperty<Findings> findings() {
        return findings.getReadOnlyProperty();
    }

    /// What it is of: model, text, protocol, windows, methods, seed.
    public ReadOnlyStringProperty caption() {
        return caption.getReadOnlyProperty();
    }

    /// True while the experiment that is looked at goes on.
    public BooleanBinding running() {
        return running;
    }

    /// The open model and text; without them nothing can be started.
    public ReadOnlyObjectProperty<@Nullable Subject> subject() {
        return workspace.subject();
    }

    public Selection selection() {
        return workspace.selection();
    }

    /// Looks at a layer, and at the one below it, everywhere.
    public void choose(int layer) {
        if (selection().primary().get() != layer) {
            selection().choosePair(layer, layer);
        }
    }

    /// Begins the experiment that is looked at.
    public void start() {
        @Nullable Subject subject = workspace.subject().get();
        if (subject == null) {
            return;
        }
        Protocol protocol = Sampling.experiment(subject);
        int nLayers = subject.config().nLayers();
        switch (kind.get()) {
            case SHARING -> {
                SharingOptions options = new SharingOptions(
                        IntStream.range(1, nLayers).boxed().toList(),
                        SERIES,
                        MatchMethod.HUNGARIAN,
                        SharingOptions.fittedIn(workspace.plan().plan().get()));
                workspace
                        .journal()
                        .record(
                                "Experiment: what sharing costs",
                                workspace.plan().plan().get(),
                                CommandLines.sharing(
                                        subject, options.layers(), SERIES, MatchMethod.HUNGARIAN, protocol));
                sharing.start("Experiment: what sharing costs", (progress, cancellation, partial) -> subject.analyst()
                        .sharing(subject.text(), protocol, options, partial, progress, cancellation));
            }
            case SENSITIVITY -> {
                SensitivityOptions options = new SensitivityOptions(
                        IntStream.range(0, nLayers).boxed().toList(),
                        SensitivityOptions.USUAL_SHARES,
                        SensitivityOptions.USUAL_SIGMAS,
                        SEED);
                workspace
                        .journal()
                        .record(
                                "Experiment: how sensitive layers are",
                                null,
                                CommandLines.sensitivity(subject, options, SEED, protocol));
                sensitivity.start(
                        "Experiment: how sensitive layers are", (progress, cancellation, partial) -> subject.analyst()
                                .sensitivity(subject.text(), protocol, options, partial, progress, cancellation));
            }
        }
    }

    private void again(ExperimentKind failed) {
        kind.set(failed);
        start();
    }

    /// Stops it; what is known stays, and starting it again goes on from there.
    public void stop() {
        shown().stop();
    }

    /// What to call a file with all measurements.
    public String fileName() {
        @Nullable Subject subject = workspace.subject().get();
        String model = subject == null ? "" : subject.summary().name() + "-";
        return model + kind.get().name().toLowerCase(Locale.ROOT) + ".csv";
    }

    /// One measurement in words.
    ///
    /// @param column   its column
    /// @param position its line
    public String reading(String column, int position) {
        Findings now = findings.get();
        int index = now.columns().indexOf(column);
        return now.lines().stream()
                .filter(line -> line.position() == position && index >= 0)
                .findFirst()
                .map(line -> (now.isCumulative() ? position + " layers, layer " : "layer ") + line.layer()
                        + (now.isCumulative() ? " added, " : ", ") + column + ": "
                        + line.cells().get(index).words())
                .orElse("");
    }

    /// Saves all measurements of the experiment that is looked at as CSV.
    public void save(Path file) {
        @Nullable ResultTable table = table();
        if (table != null) {
            runner.submit(TaskSpec.<Path>of(
                    "Saving " + file.getFileName(),
                    Urgency.VIEW,
                    (_, _, _) -> {
                        byte[] text = table.csv().getBytes(StandardCharsets.UTF_8);
                        AtomicFile.write(file, out -> out.write(text));
                        return file;
                    },
                    _ -> {},
                    workspace.failures(() -> save(file))));
        }
    }

    private @Nullable ResultTable table() {
        @Nullable SharingResult costs = sharing.result().get();
        @Nullable SensitivityResult reactions = sensitivity.result().get();
        return switch (kind.get()) {
            case SHARING -> costs == null ? null : ResultTable.of(costs);
            case SENSITIVITY -> reactions == null ? null : ResultTable.of(reactions);
        };
    }

    private ExperimentRun<?> shown() {
        return kind.get() == ExperimentKind.SHARING ? sharing : sensitivity;
    }

    private void forget() {
        sharing.clear();
        sensitivity.clear();
        show();
    }

    private void show() {
        @Nullable SharingResult costs = sharing.result().get();
        @Nullable SensitivityResult reactions = sensitivity.result().get();
        if (kind.get() == ExperimentKind.SHARING && costs != null) {
            Findings now = Findings.of(costs, series.get());
            findings.set(now);
            caption.set(common(now, costs.protocol(), costs.windowsTotal()) + " · " + methods(costs.options()));
        } else if (kind.get() == ExperimentKind.SENSITIVITY && reactions != null) {
            Findings now = Findings.of(reactions, deviation.get());
            findings.set(now);
            caption.set(common(now, reactions.protocol(), reactions.windowsTotal()) + " · one layer at a time, "
                    + deviation.get().words()
                    + (deviation.get() == DeviationKind.NOISE
                            ? ", seed " + reactions.options().seed()
                            : ""));
        } else {
            findings.set(Findings.NONE);
            caption.set("");
        }
    }

    private String common(Findings now, Protocol protocol, int windowsTotal) {
        @Nullable Subject subject = workspace.subject().get();
        String of = subject == null
                ? ""
                : subject.summary().name() + " · “" + subject.text().name() + "” · ";
        int done = now.lines().stream()
                .flatMap(line -> line.cells().stream())
                .map(Findings.Cell::report)
                .mapToInt(report -> report == null ? 0 : report.windows())
                .min()
                .orElse(0);
        return of + done + " of " + windowsTotal + " " + protocol.words();
    }

    private static String methods(SharingOptions options) {
        List<Integer> untrained = options.untrained();
        String lisa = untrained.isEmpty()
                ? "LiSA fitted"
                : untrained.size() == options.layers().size()
                        ? "LiSA aligned without training, no low-rank part"
                        : "LiSA fitted but for layers "
                                + untrained.stream().map(String::valueOf).collect(Collectors.joining(", "))
                                + ", aligned without training";
        return "heads matched by " + options.match().name().toLowerCase(Locale.ROOT) + " · " + lisa;
    }
}
