package org.crosslayer.app;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import org.crosslayer.app.command.Command;
import org.crosslayer.app.control.Pages;
import org.crosslayer.app.document.ProjectPart;
import org.crosslayer.app.overview.EvidenceView;
import org.crosslayer.app.overview.HeadsView;
import org.crosslayer.app.overview.HeadsViewModel;
import org.crosslayer.app.overview.LayerProfileView;
import org.crosslayer.app.overview.LayersView;
import org.crosslayer.app.overview.LayersViewModel;
import org.crosslayer.app.overview.ProfileViewModel;
import org.crosslayer.app.overview.ScatterView;
import org.crosslayer.app.overview.ScatterViewModel;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.workspace.Workspace;

/// The panes of the upper row, which look at all layers and heads at once, and the line that says how.
final class OverviewPanes {
    private final EvidenceView evidence;
    private final Pages pages;
    private final ScatterViewModel scatter;

    /// @param read opens a text
    /// @param add  asks for another one
    OverviewPanes(Workspace workspace, TaskRunner runner, Consumer<Path> read, Runnable add) {
        evidence = new EvidenceView(workspace, read, add);
        scatter = new ScatterViewModel(workspace, runner);
        HeadsViewModel headsModel = new HeadsViewModel(workspace, runner);
        LayersView layers = new LayersView(new LayersViewModel(workspace, runner));
        HeadsView heads = new HeadsView(headsModel);
        pages = new Pages(List.of(
                layers.root(),
                heads.root(),
                new ScatterView(scatter).root(),
                new LayerProfileView(new ProfileViewModel(workspace, runner)).root()));
        layers.whenOpened((layer, source) -> {
            headsModel.zoom(layer, source);
            pages.turnTo(heads.root());
        });
    }

    /// How evidence is gathered.
    Node evidence() {
        return evidence.root();
    }

    /// The panes.
    Pages pages() {
        return pages;
    }

    /// What projects keep of them.
    ProjectPart kept() {
        return scatter;
    }

    /// When that changes.
    List<ObservableValue<?>> changes() {
        return List.of(scatter.x(), scatter.y());
    }

    /// What they add to menu and palette.
    List<Command> commands() {
        return List.of(evidence.command());
    }
}
