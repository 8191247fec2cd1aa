package org.crosslayer.app.workspace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.crosslayer.app.task.LatestOnly;
import org.crosslayer.app.task.Remedy;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.sharing.FitNotes;
import org.crosslayer.engine.task.Cancellation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens and saves plans, and offers those that come with the program and belong to the open model. Their fitted
/// parts go on the shelf, so that each of their layers can be switched on by itself too.
public final class PlanLoader {
    private static final Logger LOG = LoggerFactory.getLogger(PlanLoader.class);

    private final Workspace workspace;
    private final TaskRunner runner;
    private final LatestOnly search;
    private final List<Path> bundled;
    private final ObservableList<SavedPlan> offers = FXCollections.observableArrayList();
    /// Kept: a read-only list forgets its listeners once nobody holds it.
    private final ObservableList<SavedPlan> shown = FXCollections.unmodifiableObservableList(offers);
    private @Nullable Analyst asked;

    /// @param bundled plan files that come with the program, for whatever model
    public PlanLoader(Workspace workspace, TaskRunner runner, List<Path> bundled) {
        this.workspace = workspace;
        this.runner = runner;
        this.search = new LatestOnly(runner);
        this.bundled = List.copyOf(bundled);
        workspace.subject().addListener((_, _, subject) -> offer(subject));
    }

    /// Plans that fit the open model.
    public ObservableList<SavedPlan> offers() {
        return shown;
    }

    /// Makes an offered plan the present one; a step that can be undone.
    public void use(SavedPlan saved) {
        workspace.shelf().putAll(saved.plan(), saved.name(), saved.calibration(), true);
        workspace.plan().apply("open " + saved.name(), saved.plan());
    }

    /// Opens a plan file; what was there stays if it is of no use.
    public void open(Path file) {
        @Nullable Subject subject = workspace.subject().get();
        if (subject == null) {
            workspace
                    .message()
                    .set(new UserMessage(
                                    "No model is open",
                                    file.getFileName() + " is a plan for the layers of a model.",
                                    "Open the model first, then the plan.",
                                    "")
                            .remedied(Remedy.OTHER_MODEL));
            return;
        }
        workspace.message().set(null);
        runner.submit(TaskSpec.<SavedPlan>of(
                "Opening " + file.getFileName(),
                Urgency.VIEW,
                (_, _, _) -> subject.analyst().readPlan(file),
                this::use,
                workspace.failures(() -> open(file), Remedy.OTHER_PLAN)));
    }

    /// Saves the present plan and the fitted parts of its LiSA layers beside it.
    public void save(Path file) {
        @Nullable Subject subject = workspace.subject().get();
        if (subject != null) {
            AttentionPlan plan = workspace.plan().plan().get();
            FitNotes notes = notes(plan, subject);
            workspace.message().set(null);
            runner.submit(TaskSpec.<Path>of(
                    "Saving " + file.getFileName(),
                    Urgency.VIEW,
                    (_, _, _) -> {
                        subject.analyst().writePlan(file, plan, notes);
                        return file;
                    },
                    this::saved,
                    workspace.failures(() -> save(file), Remedy.PLAN_ELSEWHERE)));
        }
    }

    private void saved(Path file) {
        workspace
                .message()
                .set(new UserMessage(
                                "Plan saved",
                                file.toAbsolutePath().normalize() + " holds the plan; its fitted parts lie beside it.",
                                "Keep them together.",
                                "")
                        .remedied(Remedy.HISTORY));
    }

    /// A text alone changes nothing here; another model has other plans.
    private void offer(@Nullable Subject subject) {
        if (subject == null || subject.analyst().equals(asked)) {
            return;
        }
        offers.clear();
        if (!bundled.isEmpty()) {
            search.submit(TaskSpec.<List<SavedPlan>>of(
                    "Looking for fitted plans",
                    Urgency.VIEW,
                    (_, cancellation, _) -> fitting(subject.analyst(), cancellation),
                    found -> show(subject.analyst(), found),
                    workspace.failures(() -> offer(workspace.subject().get()))));
        }
    }

    private List<SavedPlan> fitting(Analyst analyst, Cancellation cancellation) throws EngineException {
        List<SavedPlan> fitting = new ArrayList<>();
        for (Path file : bundled) {
            cancellation.check();
            try {
                fitting.add(analyst.readPlan(file));
            } catch (BadFileException e) {
                LOG.info("not offered: {}", e.getMessage());
            }
        }
        return fitting;
    }

    private void show(Analyst analyst, List<SavedPlan> fitting) {
        asked = analyst;
        fitting.forEach(saved -> workspace.shelf().putAll(saved.plan(), saved.name(), saved.calibration(), false));
        offers.setAll(fitting);
    }

    /// A plan as a project keeps it.
    ///
    /// @param name  such as `A`
    /// @param notes what the user wrote down about it
    /// @param file  where it lies; null where no layer shares
    public record Kept(String name, String notes, @Nullable Path file) {}

    /// What was found where plans were kept.
    private record Found(List<NamedPlan> plans, List<SavedPlan> read, Optional<UserMessage> trouble) {}

    /// Puts the plans of a project on the shelf. One that cannot be read any more is there as an empty one, and the
    /// user is told.
    ///
    /// @param active       which of them is worked on
    /// @param whenRestored called once they are there
    public void restore(List<Kept> kept, int active, Runnable whenRestored) {
        @Nullable Subject subject = workspace.subject().get();
        if (subject == null || kept.isEmpty()) {
            whenRestored.run();
            return;
        }
        runner.submit(TaskSpec.<Found>of(
                "Opening the plans",
                Urgency.VIEW,
                (_, cancellation, _) -> find(kept, subject, cancellation),
                found -> {
                    found.read()
                            .forEach(saved ->
                                    workspace.shelf().putAll(saved.plan(), saved.name(), saved.calibration(), true));
                    workspace
                            .plans()
                            .restore(new PlanShelf.Plans(
                                    found.plans(),
                                    Math.clamp(active, 0, found.plans().size() - 1)));
                    whenRestored.run();
                    found.trouble().ifPresent(workspace.message()::set);
                },
                workspace.failures(() -> restore(kept, active, whenRestored))));
    }

    private static Found find(List<Kept> kept, Subject subject, Cancellation cancellation) throws EngineException {
        List<NamedPlan> plans = new ArrayList<>();
        List<SavedPlan> read = new ArrayList<>();
        @Nullable UserMessage trouble = null;
        for (Kept each : kept) {
            cancellation.check();
            AttentionPlan plan = AttentionPlan.none(subject.config().nLayers());
            if (each.file() != null) {
                try {
                    SavedPlan saved = subject.analyst().readPlan(each.file());
                    read.add(saved);
                    plan = saved.plan();
                } catch (BadFileException e) {
                    trouble = new UserMessage(
                                    "Plan " + each.name() + " cannot be read",
                                    e.getMessage(),
                                    "The rest of the project is open; put the file back and open the project again.",
                                    "")
                            .remedied(Remedy.OTHER_PLAN);
                }
            }
            plans.add(new NamedPlan(each.name(), each.notes(), plan));
        }
        return new Found(plans, read, Optional.ofNullable(trouble));
    }

    /// How the fitted parts of a plan came about, and what it was measured to cost.
    public FitNotes notes(AttentionPlan plan) {
        @Nullable Subject subject = workspace.subject().get();
        return subject == null ? FitNotes.NONE : notes(plan, subject);
    }

    private FitNotes notes(AttentionPlan plan, Subject subject) {
        Map<String, String> how = new LinkedHashMap<>();
        Map<String, Double> reached = new LinkedHashMap<>();
        for (int layer = 0; layer < plan.nLayers(); layer++) {
            if (plan.at(layer) instanceof LayerAttention.Lisa lisa) {
                @Nullable FittedLayer fitted = workspace.shelf().of(lisa.adapter());
                if (fitted != null) {
                    how.putIfAbsent("calibration", fitted.calibration());
                    how.put("layer " + layer, fitted.origin() + (fitted.finished() ? "" : ", stopped early"));
                }
            }
        }
        @Nullable PerplexityReport report = workspace.measured().get(plan);
        if (report != null) {
            how.put(
                    "measuredOn",
                    subject.text().name() + ", " + report.protocol().words());
            reached.put("baselinePerplexity", report.baselinePerplexity());
            reached.put("perplexity", report.perplexity());
            reached.put("ratio", report.ratio());
        }
        return how.isEmpty() ? FitNotes.NONE : new FitNotes(how, reached);
    }
}
