package org.crosslayer.app;

import java.util.List;
import javafx.scene.Node;
import org.crosslayer.app.command.Command;
import org.crosslayer.app.control.Pages;
import org.crosslayer.app.overview.EvidenceView;
import org.crosslayer.app.overview.LayerProfileView;
import org.crosslayer.app.overview.LayersView;
import org.crosslayer.app.overview.LayersViewModel;
import org.crosslayer.app.overview.ProfileViewModel;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.workspace.Workspace;

/// The panes of the upper row, which look at all layers and heads at once, and the line that says how.
final class OverviewPanes {
    private final EvidenceView evidence;
    private final Pages pages;

    OverviewPanes(Workspace workspace, TaskRunner runner) {
        evidence = new EvidenceView(workspace);
        pages = new Pages(List.of(
                new LayersView(new LayersViewModel(workspace, runner)).root(),
                new LayerProfileView(new ProfileViewModel(workspace, runner)).root()));
    }

    /// How evidence is gathered.
    Node evidence() {
        return evidence.root();
    }

    /// The panes.
    Pages pages() {
        return pages;
    }

    /// What they add to menu and palette.
    List<Command> commands() {
        return List.of(evidence.command());
    }
}
