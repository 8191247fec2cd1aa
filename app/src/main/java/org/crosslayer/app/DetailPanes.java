package org.crosslayer.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javafx.beans.property.Property;
import org.crosslayer.app.command.Command;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.Pages;
import org.crosslayer.app.details.BlameView;
import org.crosslayer.app.details.BlameViewModel;
import org.crosslayer.app.details.LossesView;
import org.crosslayer.app.details.LossesViewModel;
import org.crosslayer.app.details.TablesView;
import org.crosslayer.app.details.TablesViewModel;
import org.crosslayer.app.generation.GenerationView;
import org.crosslayer.app.generation.GenerationViewModel;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.workspace.Workspace;

/// The panes of the lowest row that look at single heads and tokens.
final class DetailPanes {
    private final Workspace workspace;
    private final TablesView tables;
    private final LossesView losses;
    private final BlameView blame;
    private final GenerationView generation;

    /// @param hiddenColumns columns of the tables that are not shown
    DetailPanes(Workspace workspace, TaskRunner runner, Property<Set<String>> hiddenColumns) {
        this.workspace = workspace;
        TablesViewModel listed = new TablesViewModel(workspace, runner);
        listed.hiddenColumns().bindBidirectional(hiddenColumns);
        tables = new TablesView(listed);
        losses = new LossesView(new LossesViewModel(workspace, runner));
        blame = new BlameView(new BlameViewModel(workspace, runner));
        generation = new GenerationView(new GenerationViewModel(workspace, runner));
    }

    /// The panes, left to right.
    List<Card> cards() {
        return List.of(tables.root(), losses.root(), blame.root(), generation.root());
    }

    /// What they add to menu and palette.
    ///
    /// @param pages where they stand; turned to whoever is asked something
    List<Command> commands(Pages pages) {
        workspace.questions().addListener((_, _, _) -> pages.turnTo(blame.root()));
        List<Command> commands = new ArrayList<>();
        commands.addAll(tables.commands(() -> pages.turnTo(tables.root())));
        commands.addAll(blame.commands());
        commands.addAll(generation.commands(() -> pages.turnTo(generation.root())));
        return commands;
    }
}
