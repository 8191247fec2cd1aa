package org.crosslayer.app.shell;

import static org.crosslayer.app.command.CommandGroup.EDIT;
import static org.crosslayer.app.command.CommandGroup.FIGURE;
import static org.crosslayer.app.command.CommandGroup.HELP;
import static org.crosslayer.app.command.CommandGroup.VIEW;
import static org.crosslayer.app.command.CommandGroup.WINDOW;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.event.EventType;
import org.crosslayer.app.command.Command;
import org.crosslayer.app.control.Card;
import org.crosslayer.app.control.CardEvent;
import org.crosslayer.app.control.Pages;

/// Commands of the frame: take back, look at, arrange.
final class FrameCommands {
    private final ShellViewModel viewModel;
    private final BodyView body;
    private final Zones zones;
    private final CurrentCard current;

    FrameCommands(ShellViewModel viewModel, BodyView body, Zones zones, CurrentCard current) {
        this.viewModel = viewModel;
        this.body = body;
        this.zones = zones;
        this.current = current;
    }

    List<Command> all() {
        List<Command> all = new ArrayList<>();
        all.add(step("undo", "Undo", "Shortcut+Z", viewModel.history().undoLabel(), viewModel.history()::undo));
        all.add(step("redo", "Redo", "Shortcut+Y", viewModel.history().redoLabel(), viewModel.history()::redo));
        all.add(pane("export-figure", "Export a figure or the numbers of the pane…", CardEvent.EXPORT, "Shortcut+E"));
        all.add(pane("copy-pane", "Copy the pane", CardEvent.COPY, "Shortcut+Shift+C"));
        all.add(Command.of("theme", "Light or dark", VIEW, viewModel::toggleTheme)
                .on("Shortcut+L"));
        Arrays.stream(Layout.values())
                .map(layout -> Command.of(
                                "layout-" + layout.name().toLowerCase(java.util.Locale.ROOT),
                                "Layout: " + layout.words(),
                                VIEW,
                                () -> body.layout().set(layout))
                        .on(layout.keys()))
                .forEach(all::add);
        all.add(Command.of("fold-details", "Fold or unfold the details", VIEW, this::fold)
                .on("Shortcut+Shift+D"));
        all.addAll(pages(zones.overview(), "Shortcut+Alt+"));
        all.addAll(pages(zones.evidence(), "Alt+"));
        all.addAll(pages(zones.details(), "Alt+Shift+"));
        all.add(Command.of("cancel-newest", "Cancel the newest job", VIEW, viewModel::cancelNewest)
                .on("Esc")
                .when(viewModel.isBusy(), "No job is under way."));
        all.add(pane("maximise-pane", "Maximise the pane, or put it back", CardEvent.MAXIMISE, "F11"));
        all.add(pane("detach-pane", "Detach the pane, or bring it back", CardEvent.DETACH, "Shortcut+Shift+W"));
        all.add(pane("explain-pane", "Explain the pane", CardEvent.EXPLAIN, "Shortcut+F1"));
        return all;
    }

    private void fold() {
        body.centre().folded().set(!body.centre().folded().get());
    }

    private static List<Command> pages(Pages pages, String keys) {
        List<Command> commands = new ArrayList<>();
        for (Card card : pages.cards()) {
            int number = commands.size() + 1;
            commands.add(Command.of("show-" + card.getId(), "Show: " + card.title(), VIEW, () -> pages.turnTo(card))
                    .on(keys + number));
        }
        return commands;
    }

    private Command pane(String id, String words, EventType<CardEvent> what, String keys) {
        Consumer<Card> ask = card -> card.ask(what);
        return Command.of(
                        id,
                        words,
                        what == CardEvent.COPY
                                ? EDIT
                                : what == CardEvent.EXPLAIN ? HELP : what == CardEvent.EXPORT ? FIGURE : WINDOW,
                        () -> current.card().ifPresent(ask))
                .on(keys);
    }

    private static Command step(String id, String verb, String keys, ObservableValue<String> label, Runnable action) {
        return Command.of(id, verb, EDIT, action)
                .on(keys)
                .named(label.map(step -> step.isEmpty() ? verb : verb + ": " + step))
                .when(
                        label.map(step -> !step.isEmpty()),
                        "There is no step to " + verb.toLowerCase(java.util.Locale.ROOT) + ".");
    }
}
