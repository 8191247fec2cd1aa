package org.crosslayer.app.composer;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import org.crosslayer.app.control.PaneExport;
import org.crosslayer.app.figure.FigureFiles;
import org.crosslayer.app.figure.PanelRecipe;
import org.crosslayer.app.figure.Recipe.Windowing;
import org.crosslayer.app.figure.RecipeException;
import org.crosslayer.app.figure.ScaleRecipe;
import org.crosslayer.app.figure.SheetRecipe;
import org.crosslayer.app.task.LatestOnly;
import org.crosslayer.app.task.NextStep;
import org.crosslayer.app.task.Remedy;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.app.workspace.CommandLines;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.UndoHistory;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.jspecify.annotations.Nullable;

/// The figure being made: its panels, its paper, and what becomes of it. The newest draft is drawn, on the engine's
/// thread; every change of the draft can be taken back with those of the rest of the window.
public final class FigureViewModel {
    /// No panel is chosen.
    public static final int NONE = -1;

    private final Workspace workspace;
    private final TaskRunner runner;
    private final UndoHistory history;
    private final FigurePresets presets;
    private final Attachments attachments = new Attachments();
    private final FigureStudio studio = new FigureStudio(attachments);
    private final LatestOnly drawing;
    private final SheetForm form = new SheetForm();
    private final ReadOnlyObjectWrapper<FigureDraft> draft = new ReadOnlyObjectWrapper<>(FigureDraft.EMPTY);
    private final ReadOnlyObjectWrapper<Drawn> drawn = new ReadOnlyObjectWrapper<>(Drawn.NOTHING);
    private final ReadOnlyObjectWrapper<@Nullable UserMessage> problem = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper status = new ReadOnlyStringWrapper("");
    private final ObjectProperty<Eyes> eyes = new SimpleObjectProperty<>(Eyes.ALL);
    private final IntegerProperty chosen = new SimpleIntegerProperty(NONE);
    private boolean watched;

    public FigureViewModel(Workspace workspace, TaskRunner runner, FigurePresets presets) {
        this.workspace = workspace;
        this.runner = runner;
        this.history = workspace.history();
        this.presets = presets;
        this.drawing = new LatestOnly(runner);
        form.load(draft.get().sheet());
        form.whenChanged(this::takeForm);
        eyes.addListener((_, _, _) -> draw());
        workspace.subject().addListener((_, _, _) -> draw());
    }

    /// What the figure is made of.
    public ReadOnlyObjectProperty<FigureDraft> draft() {
        return draft.getReadOnlyProperty();
    }

    /// The newest picture.
    public ReadOnlyObjectProperty<Drawn> drawn() {
        return drawn.getReadOnlyProperty();
    }

    /// What is wrong and what helps; null if nothing is.
    public ReadOnlyObjectProperty<@Nullable UserMessage> problem() {
        return problem.getReadOnlyProperty();
    }

    /// What was done last.
    public ReadOnlyStringProperty status() {
        return status.getReadOnlyProperty();
    }

    /// Whose eyes look at the preview.
    public ObjectProperty<Eyes> eyes() {
        return eyes;
    }

    /// The panel that is edited; [#NONE] for none.
    public IntegerProperty chosen() {
        return chosen;
    }

    /// Size and style as fields.
    public SheetForm form() {
        return form;
    }

    /// Saved sizes and styles.
    public FigurePresets presets() {
        return presets;
    }

    /// What can be taken back, here and in the rest of the window.
    public UndoHistory history() {
        return history;
    }

    /// True if there is something to write.
    public ObservableValue<Boolean> isReady() {
        return drawn.map(now -> now.problem().isEmpty() && !now.caption().isEmpty());
    }

    /// Pictures are made only while somebody looks.
    public void watch(boolean isWatched) {
        watched = isWatched;
        draw();
    }

    /// Makes a panel of what a pane shows now.
    ///
    /// @return whether the pane has one
    public boolean add(PaneExport pane) {
        @Nullable Subject subject = workspace.subject().get();
        FigureDraft next = draft.get();
        for (PanelRecipe panel : subject == null ? List.<PanelRecipe>of() : attachments.take(pane)) {
            Windowing cut = PanelWindows.of(next, panel, subject, workspace);
            next = next.plus(panel).cutting(cut);
        }
        boolean isMore = !next.equals(draft.get());
        if (isMore) {
            change("add to the figure", next);
            chosen.set(next.panels().size() - 1);
        }
        return isMore;
    }

    /// What can be added without a pane: what is chosen in the window, and the whole model.
    public List<PanelOffer> offers() {
        return PanelOffer.of(workspace);
    }

    /// Takes the chosen panel out.
    public void remove() {
        int index = chosen.get();
        if (index >= 0 && index < draft.get().panels().size()) {
            change("remove a panel from the figure", draft.get().without(index));
        }
    }

    /// Moves the chosen panel.
    ///
    /// @param by -1 forward, 1 back
    public void move(int by) {
        int from = chosen.get();
        int to = from + by;
        int count = draft.get().panels().size();
        if (from >= 0 && from < count && to >= 0 && to < count) {
            change("move a panel of the figure", draft.get().swapped(from, to));
            chosen.set(to);
        }
    }

    /// Words and colours of the chosen panel.
    ///
    /// @param title empty for none
    public void dress(String title, @Nullable ScaleRecipe scale) {
        int index = chosen.get();
        if (index >= 0 && index < draft.get().panels().size()) {
            PanelRecipe panel = draft.get().panels().get(index);
            change(
                    "change a panel of the figure",
                    draft.get().with(index, panel.dressed(title.isBlank() ? null : title.strip(), scale)));
        }
    }

    /// Cuts the text otherwise.
    public void cut(Windowing cut) {
        change("change the windows of the figure", draft.get().cutting(cut));
    }

    /// Takes another size and style.
    public void use(SheetRecipe sheet) {
        change("change size and style of the figure", draft.get().on(sheet));
    }

    /// Begins anew.
    public void clear() {
        change(
                "begin a new figure",
                new FigureDraft(List.of(), draft.get().sheet(), draft.get().cut()));
    }

    /// Takes panels and paper of a recipe; its model and text are those that are open.
    public void open(Path file) {
        ask(
                "Opening " + file.getFileName(),
                (_, _, _, _) -> studio.read(file),
                opened -> change("open a recipe", opened),
                () -> open(file),
                Remedy.OTHER_RECIPE);
    }

    /// Writes the figure and everything behind it.
    public void export(Path file) {
        status.set("");
        ask(
                "Writing " + file.getFileName(),
                (subject, now, progress, cancellation) -> studio.write(subject, now, file, progress, cancellation),
                files -> {
                    workspace
                            .journal()
                            .record(
                                    "Figure " + file.getFileName(),
                                    null,
                                    CommandLines.figure(FigureFiles.recipe(file), file));
                    status.set("Written: " + file + " and " + (files.size() - 1) + " files beside it.");
                },
                () -> export(file),
                Remedy.FIGURE_ELSEWHERE);
    }

    /// Makes the picture in its own resolution.
    public void picture(Consumer<Drawn> onPicture) {
        ask("Drawing the figure to copy", studio::picture, onPicture, () -> picture(onPicture));
    }

    /// Makes the tables of all panels.
    public void table(TableForm wanted, Consumer<String> onTable) {
        ask(
                "Making the figure's table",
                (subject, now, progress, cancellation) -> studio.table(subject, now, wanted, progress, cancellation),
                onTable,
                () -> table(wanted, onTable));
    }

    /// Says what was done.
    public void done(String sentence) {
        status.set(sentence);
    }

    private void takeForm() {
        try {
            use(form.sheet());
        } catch (RecipeException fault) {
            problem.set(said(String.valueOf(fault.getMessage()))
                    .offering(new NextStep("reset", "Back to what it was", this::resetForm)));
        }
    }

    private void resetForm() {
        form.load(draft.get().sheet());
        draw();
    }

    private void change(String label, FigureDraft next) {
        FigureDraft before = draft.get();
        if (!next.equals(before)) {
            history.record(label, () -> show(before), () -> show(next));
            show(next);
        } else {
            draw();
        }
    }

    private void show(FigureDraft next) {
        SheetRecipe before = draft.get().sheet();
        draft.set(next);
        if (!next.sheet().equals(before)) {
            form.load(next.sheet());
        }
        chosen.set(Math.min(chosen.get(), next.panels().size() - 1));
        draw();
    }

    private void draw() {
        @Nullable Subject subject = workspace.subject().get();
        FigureDraft now = draft.get();
        if (!watched || subject == null || now.panels().isEmpty()) {
            drawing.cancel();
            drawn.set(Drawn.NOTHING);
            problem.set(null);
            return;
        }
        Eyes looking = eyes.get();
        drawing.submit(TaskSpec.<Drawn>of(
                "Drawing the figure",
                Urgency.VIEW,
                (progress, cancellation, _) -> studio.draw(subject, now, looking, progress, cancellation),
                this::show,
                this::fail));
    }

    private void show(Drawn next) {
        problem.set(next.problem().isEmpty() ? null : undone(next.problem()));
        drawn.set(next);
    }

    private void fail(UserMessage message) {
        problem.set(message.retriedBy(this::draw));
        drawn.set(Drawn.failed(message.whatHappened()));
    }

    /// What is wrong with the draft came with the last change of it, or lies in a file that may be there again.
    private UserMessage undone(String sentence) {
        NextStep again = new NextStep("retry", "Try again", this::draw);
        String last = history.undoLabel().get();
        return last.isEmpty()
                ? said(sentence).offering(again)
                : said(sentence).offering(again, new NextStep("undo", "Undo: " + last, history::undo));
    }

    private static UserMessage said(String sentence) {
        return new UserMessage("Figure", sentence, "", "");
    }

    /// What the studio is asked.
    private interface Question<T> {
        FigureStudio.Answer<T> ask(Subject subject, FigureDraft draft, Progress progress, Cancellation cancellation)
                throws EngineException;
    }

    private <T> void ask(String title, Question<T> question, Consumer<T> onResult, Runnable again, Remedy... remedies) {
        @Nullable Subject subject = workspace.subject().get();
        FigureDraft now = draft.get();
        if (subject == null) {
            problem.set(
                    said("No model is open: open one first, then do it again.").retriedBy(again, Remedy.OTHER_MODEL));
        } else {
            runner.submit(TaskSpec.<FigureStudio.Answer<T>>of(
                    title,
                    Urgency.VIEW,
                    (progress, cancellation, _) -> question.ask(subject, now, progress, cancellation),
                    answer -> {
                        problem.set(
                                answer.problem().isEmpty()
                                        ? null
                                        : said(answer.problem()).retriedBy(again, remedies));
                        T result = answer.result();
                        if (result != null) {
                            onResult.accept(result);
                        }
                    },
                    message -> problem.set(message.retriedBy(again))));
        }
    }
}
