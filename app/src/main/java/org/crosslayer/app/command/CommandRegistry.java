package org.crosslayer.app.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.stage.Window;

/// All commands of the window, in the order in which they were added. Menu, palette and shortcuts are made from
/// it.
public final class CommandRegistry {
    private final Map<String, Command> commands = new LinkedHashMap<>();
    private final List<Consumer<Command>> listeners = new ArrayList<>();

    /// Adds what a pane contributes.
    ///
    /// @throws IllegalArgumentException if an id is there already
    public void addAll(List<Command> more) {
        for (Command command : more) {
            if (commands.putIfAbsent(command.id(), command) != null) {
                throw new IllegalArgumentException("two commands have the id " + command.id());
            }
        }
    }

    /// All of them.
    public List<Command> commands() {
        return List.copyOf(commands.values());
    }

    /// Those of one menu.
    public List<Command> of(CommandGroup group) {
        return commands.values().stream()
                .filter(command -> command.group() == group)
                .toList();
    }

    /// The command with this id.
    ///
    /// @throws IllegalArgumentException if there is none
    public Command command(String id) {
        Command command = commands.get(id);
        if (command == null) {
            throw new IllegalArgumentException("no command has the id " + id);
        }
        return command;
    }

    /// Does it, if it can be done now, and tells those who keep a record.
    ///
    /// @param window the window it was chosen in
    /// @return whether it was done
    public boolean run(Command command, Window window) {
        if (!command.isAvailable()) {
            return false;
        }
        listeners.forEach(listener -> listener.accept(command));
        command.action().accept(window);
        return true;
    }

    /// Told of every command before it is done.
    public void whenRun(Consumer<Command> listener) {
        listeners.add(listener);
    }

    /// Commands that have all letters of the query in its order, the best match first; all of them for an empty
    /// query.
    public List<Command> search(String query) {
        record Found(Command command, int badness) {}
        return commands.values().stream()
                .map(command -> new Found(
                        command,
                        Arrays.stream(query.strip().split("\\s+"))
                                .mapToInt(word -> FuzzyMatch.badness(
                                        word,
                                        command.group().words() + " "
                                                + command.words().getValue()))
                                .reduce(0, CommandRegistry::sum)))
                .filter(found -> found.badness() != FuzzyMatch.NONE)
                .sorted(Comparator.comparingInt(Found::badness))
                .map(Found::command)
                .toList();
    }

    private static int sum(int one, int other) {
        return one == FuzzyMatch.NONE || other == FuzzyMatch.NONE ? FuzzyMatch.NONE : one + other;
    }
}
