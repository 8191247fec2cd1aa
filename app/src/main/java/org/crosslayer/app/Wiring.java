package org.crosslayer.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.value.ObservableValue;
import org.crosslayer.app.alignment.AlignmentView;
import org.crosslayer.app.alignment.AlignmentViewModel;
import org.crosslayer.app.command.Command;
import org.crosslayer.app.command.CommandGroup;
import org.crosslayer.app.comparison.ComparisonView;
import org.crosslayer.app.comparison.ComparisonViewModel;
import org.crosslayer.app.composer.FigurePresets;
import org.crosslayer.app.composer.FigureView;
import org.crosslayer.app.composer.FigureViewModel;
import org.crosslayer.app.composer.PaneFigures;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.Pages;
import org.crosslayer.app.document.ProjectDocument;
import org.crosslayer.app.document.RecentFiles;
import org.crosslayer.app.document.Session;
import org.crosslayer.app.document.WorkspaceParts;
import org.crosslayer.app.experiment.ExperimentsView;
import org.crosslayer.app.experiment.ExperimentsViewModel;
import org.crosslayer.app.history.HistoryView;
import org.crosslayer.app.history.HistoryViewModel;
import org.crosslayer.app.inspector.InspectorView;
import org.crosslayer.app.inspector.InspectorViewModel;
import org.crosslayer.app.log.LogView;
import org.crosslayer.app.log.LogViewModel;
import org.crosslayer.app.maps.MapsView;
import org.crosslayer.app.maps.MapsViewModel;
import org.crosslayer.app.measures.MeasuresView;
import org.crosslayer.app.measures.MeasuresViewModel;
import org.crosslayer.app.parity.ParityView;
import org.crosslayer.app.parity.ParityViewModel;
import org.crosslayer.app.preferences.Preferences;
import org.crosslayer.app.preferences.PreferencesStore;
import org.crosslayer.app.project.ProjectView;
import org.crosslayer.app.project.ProjectViewModel;
import org.crosslayer.app.sharing.FitView;
import org.crosslayer.app.sharing.FitViewModel;
import org.crosslayer.app.sharing.LisaOptionsViewModel;
import org.crosslayer.app.sharing.SharingView;
import org.crosslayer.app.sharing.SharingViewModel;
import org.crosslayer.app.shell.ShellView;
import org.crosslayer.app.shell.ShellViewModel;
import org.crosslayer.app.shell.WindowMemory;
import org.crosslayer.app.shell.Zones;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.workspace.PlanLoader;
import org.crosslayer.app.workspace.SubjectLoader;
import org.crosslayer.app.workspace.Workspace;

/// Puts the program together, by constructors and in one place.
public final class Wiring {
    private static final String NO_MODEL = "No model is open; open one first.";

    private final Workspace workspace = new Workspace();
    private final Session session;
    private final ShellViewModel shell;
    private final ParityViewModel parity;
    private final FigureViewModel figures;
    private final PaneFigures exports;
    private final ShellView view;
    private final WindowMemory windows;

    /// Builds the window's content; called on the JavaFX thread.
    public Wiring(Surroundings around) {
        TaskRunner runner = around.runner();
        SubjectLoader loader = new SubjectLoader(workspace, runner, around.opener());
        PlanLoader planLoader = new PlanLoader(workspace, runner, around.plans());
        ProjectDocument document = new ProjectDocument(workspace, runner, loader, planLoader);
        WorkspaceParts.of(workspace).forEach(document::add);
        Path state = around.stateFolder();
        Preferences preferences = PreferencesStore.open(state, around.disk(), workspace.message()::set);
        workspace.memoryPercent().bind(preferences.memoryPercent());
        session = new Session(state, document, runner, around.disk());
        shell = new ShellViewModel(
                workspace,
                runner,
                loader,
                planLoader,
                around.samples(),
                preferences,
                new ShellViewModel.Documents(
                        document, session, new RecentFiles(state, around.disk(), workspace.message()::set)));
        ProjectView project = new ProjectView(new ProjectViewModel(workspace), document.notes());
        // The order in which they hear of a new subject: the overview first, since it is the first picture.
        OverviewPanes overview = new OverviewPanes(workspace, runner, shell::openText, () -> {
            var commands = view().commands();
            commands.run(commands.command("open-text"), view().root().getScene().getWindow());
        });
        document.add(overview.kept());
        MapsViewModel mapped = new MapsViewModel(workspace, runner);
        MapsView maps = new MapsView(mapped);
        document.add(mapped);
        MeasuresViewModel measured = new MeasuresViewModel(workspace, runner);
        ComparisonViewModel compared = new ComparisonViewModel(workspace);
        MeasuresView measures = new MeasuresView(measured, ComparisonView.changes(compared));
        FitViewModel fits = new FitViewModel(workspace, runner);
        LisaOptionsViewModel options = new LisaOptionsViewModel(workspace, runner);
        SharingView sharing = new SharingView(new SharingViewModel(workspace, runner, fits, options, planLoader));
        FitView fit = new FitView(fits);
        AlignmentView alignment = new AlignmentView(new AlignmentViewModel(workspace, runner));
        InspectorView inspector = new InspectorView(new InspectorViewModel(workspace, runner));
        parity = new ParityViewModel(workspace, runner);
        ParityView reports =
                new ParityView(parity, () -> view().root().getScene().getWindow());
        ExperimentsView experiments = new ExperimentsView(new ExperimentsViewModel(workspace, runner));
        Pages evidence =
                new Pages(List.of(maps.root(), maps.difference(), alignment.root(), fit.root(), experiments.root()));
        DetailPanes panes = new DetailPanes(workspace, runner, preferences.hiddenColumns());
        List<Card> lowest = new ArrayList<>(panes.cards());
        lowest.add(new ComparisonView(compared).root());
        lowest.add(new HistoryView(new HistoryViewModel(workspace, around.disk(), state)).root());
        lowest.add(new LogView(new LogViewModel(around.log())).root());
        Pages details = new Pages(lowest);
        List<Command> commands = new ArrayList<>(panes.commands(details));
        commands.addAll(sharing.commands());
        commands.addAll(overview.commands());
        commands.addAll(measures.commands());
        commands.add(Command.of("inspect", "Inspect the model…", CommandGroup.MODEL, inspector::show)
                .on("Shortcut+I")
                .when(shell.isOpen(), NO_MODEL));
        commands.add(Command.of("parity", "Check against a reference file…", CommandGroup.MODEL, reports::choose)
                .on("Shortcut+Shift+R")
                .when(shell.isOpen(), NO_MODEL));
        figures = new FigureViewModel(
                workspace, runner, new FigurePresets(state, around.disk(), workspace.message()::set));
        FigureView composer = new FigureView(figures, workspace, () -> view().commands());
        commands.addAll(composer.commands());
        windows = new WindowMemory(state, around.disk());
        view = new ShellView(
                shell,
                new Zones(
                        project.root(),
                        overview.evidence(),
                        overview.pages(),
                        evidence,
                        details,
                        List.of(sharing.root(), measures.root())),
                commands,
                windows);
        exports = new PaneFigures(composer, workspace, around.disk());
        view.exportThrough(exports::export);
        shell.openRecipesBy(recipe -> composer.open(view.root().getScene().getWindow(), recipe));
        document.add(view.layout());
        keepSession(document, mapped.look());
        overview.changes().forEach(value -> value.addListener((_, _, _) -> session.changed()));
    }

    /// Whatever a project keeps is written down when it changes.
    private void keepSession(ProjectDocument document, ObservableValue<?> mapLook) {
        List<ObservableValue<?>> kept = List.of(
                workspace.subject(),
                workspace.plans().plans(),
                workspace.selection().primary(),
                workspace.selection().pinned(),
                workspace.selection().head(),
                workspace.selection().pinnedHead(),
                workspace.selection().query(),
                workspace.protocol(),
                workspace.evidence().settings(),
                workspace.passageTokens(),
                mapLook,
                workspace.texts(),
                document.notes());
        kept.forEach(value -> value.addListener((_, _, _) -> session.changed()));
    }

    /// Where windows were.
    public WindowMemory windows() {
        return windows;
    }

    /// Called when the program is quit.
    public void end() {
        session.end();
    }

    /// What the panes share.
    public Workspace workspace() {
        return workspace;
    }

    /// The window's own commands.
    public ShellViewModel shell() {
        return shell;
    }

    /// The comparison with a reference file.
    public ParityViewModel parity() {
        return parity;
    }

    /// The figure being made.
    public FigureViewModel figures() {
        return figures;
    }

    /// What becomes of panes that are exported.
    public PaneFigures exports() {
        return exports;
    }

    /// The window's content.
    public ShellView view() {
        return view;
    }
}
