package org.crosslayer.app.command;

import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.stage.Window;

/// Something that can be done in the window.
///
/// Made with [#of] and the methods after it:
///
/// ```java
/// Command.of("plan-clear", "Clear the plan", CommandGroup.PLAN, viewModel::clear)
///         .on("Shortcut+Shift+K")
///         .when(viewModel.isSharing(), "No layer shares.")
/// ```
///
/// @param id       for tests, preferences and history; the menu item's is `menu-` and this; never changes between
///                 versions, since shortcuts are stored under it
/// @param words    as menu and palette show it; ends in `…` if it asks more before it acts
/// @param group    the menu it is in
/// @param shortcut as it comes with the program, such as `Shortcut+I`; empty for none
/// @param action   told the window that it was chosen in
/// @param obstacle why it cannot be done now, one sentence; empty while it can
public record Command(
        String id,
        ObservableValue<String> words,
        CommandGroup group,
        String shortcut,
        Consumer<Window> action,
        ObservableValue<String> obstacle) {
    private static final ObservableValue<String> NONE = new ReadOnlyStringWrapper("").getReadOnlyProperty();

    /// A command that can always be chosen, without a shortcut.
    public static Command of(String id, String words, CommandGroup group, Runnable action) {
        return of(id, words, group, (Consumer<Window>) _ -> action.run());
    }

    /// The same, for an action that opens a window of its own over the one it was chosen in.
    public static Command of(String id, String words, CommandGroup group, Consumer<Window> action) {
        return new Command(id, new ReadOnlyStringWrapper(words).getReadOnlyProperty(), group, "", action, NONE);
    }

    /// The same command with a shortcut, such as `Shortcut+Shift+R`.
    public Command on(String keys) {
        return new Command(id, words, group, keys, action, obstacle);
    }

    /// The same command with words that change, such as what undo takes back.
    public Command named(ObservableValue<String> changing) {
        return new Command(id, changing, group, shortcut, action, obstacle);
    }

    /// The same command, to be had only at times.
    ///
    /// @param available whether it can be done now
    /// @param otherwise why it cannot, one sentence
    public Command when(ObservableValue<Boolean> available, String otherwise) {
        return unless(available.map(is -> is ? "" : otherwise));
    }

    /// The same command, with the sentence that says why it cannot be done; empty while it can.
    public Command unless(ObservableValue<String> reason) {
        return new Command(id, words, group, shortcut, action, reason);
    }

    /// True if it can be done now.
    public boolean isAvailable() {
        return String.valueOf(obstacle.getValue()).isEmpty();
    }
}
