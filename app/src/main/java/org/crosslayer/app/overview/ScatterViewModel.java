package org.crosslayer.app.overview;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.crosslayer.app.control.Numbers;
import org.crosslayer.app.document.ProjectPart;
import org.crosslayer.app.figure.HeadMeasure;
import org.crosslayer.app.figure.HeadPoint;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.workspace.EvidenceSettings;
import org.crosslayer.app.workspace.PaneSelection;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.similarity.HeadMode;
import org.crosslayer.engine.similarity.HeadStatistics;
import org.crosslayer.engine.similarity.Metric;
import org.jspecify.annotations.Nullable;

/// Every head as a point, by two measures that are chosen freely. Nothing is computed while nobody looks.
public final class ScatterViewModel implements ProjectPart {
    /// Heads and what they are placed by.
    public record Placed(List<HeadPoint> heads, int nLayers, HeadMeasure x, HeadMeasure y) {}

    private record Found(List<HeadStatistics> heads, int windows) {}

    private final Workspace workspace;
    private final PaneSelection pane;
    private final Inquiry<Found> inquiry;
    private final ObjectProperty<HeadMeasure> x = new SimpleObjectProperty<>(HeadMeasure.ENTROPY);
    private final ObjectProperty<HeadMeasure> y = new SimpleObjectProperty<>(HeadMeasure.SINK);
    private final ReadOnlyObjectWrapper<@Nullable Placed> placed = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable HeadPoint> chosen = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable HeadPoint> pinned = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper caption = new ReadOnlyStringWrapper("");
    private List<HeadPoint> points = List.of();
    private boolean isRestoring;

    public ScatterViewModel(Workspace workspace, TaskRunner runner) {
        this.workspace = workspace;
        pane = new PaneSelection(workspace.selection());
        inquiry = new Inquiry<>(
                workspace,
                runner,
                new Inquiry.Topic<>(
                        "Looking at all heads",
                        // Neither metric nor head mode makes a difference to single heads.
                        settings -> settings.with(Metric.JSD).with(HeadMode.MEAN),
                        (analyst, windows, settings, _, progress, cancellation) -> new Found(
                                analyst.headStatistics(windows, settings.sink(), progress, cancellation),
                                windows.size()),
                        Found::windows),
                this::draw);
        workspace.alignments().addListener((_, _, _) -> draw());
        recordSteps(x, "along");
        recordSteps(y, "up");
        selection().primary().addListener((_, _, _) -> mark());
        selection().head().addListener((_, _, _) -> mark());
        selection().pinned().addListener((_, _, _) -> mark());
        selection().pinnedHead().addListener((_, _, _) -> mark());
    }

    /// Whether somebody looks.
    public BooleanProperty looking() {
        return inquiry.looking();
    }

    /// What heads are placed by along; a change is a step that can be taken back.
    public ObjectProperty<HeadMeasure> x() {
        return x;
    }

    /// What heads are placed by up.
    public ObjectProperty<HeadMeasure> y() {
        return y;
    }

    /// The points; null while unknown.
    public ReadOnlyObjectProperty<@Nullable Placed> placed() {
        return placed.getReadOnlyProperty();
    }

    /// The head that all panes look at; null if they look at means.
    public ReadOnlyObjectProperty<@Nullable HeadPoint> chosen() {
        return chosen.getReadOnlyProperty();
    }

    /// The head that is pinned; null if none is.
    public ReadOnlyObjectProperty<@Nullable HeadPoint> pinned() {
        return pinned.getReadOnlyProperty();
    }

    /// What the numbers are and over how much text.
    public ReadOnlyStringProperty caption() {
        return caption.getReadOnlyProperty();
    }

    /// How evidence was gathered.
    public EvidenceSettings settings() {
        return workspace.evidence().settings().get();
    }

    /// What the pane looks at.
    public Selection selection() {
        return pane.selection();
    }

    /// Whether the pane goes where the selection goes.
    public BooleanProperty follows() {
        return pane.follows();
    }

    /// A point in words: its head and both values; empty where there is none.
    public String reading(double along, double up) {
        return at(along, up)
                .map(each -> Numbers.format(
                        "L%dH%d · %s %.4f · %s %.4f",
                        each.statistics().layer(),
                        each.statistics().head(),
                        x.get().title(),
                        along,
                        y.get().title(),
                        up))
                .orElse("");
    }

    /// Looks at a point's head everywhere, beside the layer below unless that layer is looked at already.
    public void choose(double along, double up) {
        at(along, up).ifPresent(each -> {
            int layer = each.statistics().layer();
            if (selection().primary().get() != layer) {
                selection().choosePair(layer, layer);
            }
            selection().head().set(each.statistics().head());
        });
    }

    /// Pins a point's head, to compare what is looked at with it.
    public void pin(double along, double up) {
        if (!selection().isEmpty()) {
            at(along, up).ifPresent(each -> selection()
                    .pin(each.statistics().layer(), each.statistics().head()));
        }
    }

    @Override
    public String key() {
        return "scatter";
    }

    @Override
    public Map<String, Object> save() {
        return Map.of("x", x.get().name(), "y", y.get().name());
    }

    @Override
    public void restore(Map<String, Object> saved) {
        isRestoring = true;
        restore(x, saved.get("x"));
        restore(y, saved.get("y"));
        isRestoring = false;
    }

    private static void restore(ObjectProperty<HeadMeasure> axis, @Nullable Object name) {
        Arrays.stream(HeadMeasure.values())
                .filter(measure -> measure.name().equals(name))
                .forEach(axis::set);
    }

    private Optional<HeadPoint> at(double along, double up) {
        return points.stream()
                .filter(each -> x.get().of(each) == along && y.get().of(each) == up)
                .findFirst();
    }

    private void recordSteps(ObjectProperty<HeadMeasure> axis, String where) {
        axis.addListener((_, before, now) -> {
            if (!isRestoring) {
                workspace
                        .history()
                        .record(
                                "place heads " + where + " by " + now.title(),
                                () -> axis.set(before),
                                () -> axis.set(now));
            }
            draw();
        });
    }

    private void draw() {
        @Nullable Subject subject = workspace.subject().get();
        if (!looking().get()) {
            return;
        }
        @Nullable Found now = inquiry.found();
        if (subject == null || now == null) {
            points = List.of();
            placed.set(null);
            caption.set(subject == null ? "" : "Looking at all heads …");
        } else {
            points = HeadPoint.of(now.heads(), workspace.alignments().get());
            placed.set(new Placed(points, subject.config().nLayers(), x.get(), y.get()));
            boolean hasDonors = x.get() == HeadMeasure.DONOR || y.get() == HeadMeasure.DONOR;
            caption.set("every head as a point, means over rows · "
                    + settings().sink().words() + " · "
                    + settings().sample(subject, now.windows())
                    + (hasDonors ? " · donor: matched one to one with the layer below, first key kept" : ""));
        }
        mark();
    }

    private void mark() {
        chosen.set(point(selection().primary().get(), selection().head().get()));
        pinned.set(point(selection().pinned().get(), selection().pinnedHead().get()));
    }

    private @Nullable HeadPoint point(int layer, int head) {
        return points.stream()
                .filter(each ->
                        each.statistics().layer() == layer && each.statistics().head() == head)
                .findFirst()
                .orElse(null);
    }
}
