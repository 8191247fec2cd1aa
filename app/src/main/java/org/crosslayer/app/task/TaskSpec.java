package org.crosslayer.app.task;

import java.util.function.Consumer;

/// A job to be run: what it is called, what it does, and who hears of it. All callbacks run on the window's thread,
/// and none but `onUnwanted` is called after the job was cancelled.
///
/// @param title       what the status bar says
/// @param urgency     how soon it must run
/// @param work        what it does
/// @param onPartial   takes results that are good enough to show already
/// @param onSuccess   takes the result
/// @param onFailure   takes the reason in words
/// @param onCancelled told when the user stopped the job, not when a newer one replaced it
/// @param onUnwanted  takes a result that came too late for anybody to want it, to close what it holds
/// @param <T>         what it finds out
public record TaskSpec<T>(
        String title,
        Urgency urgency,
        Work<T> work,
        Consumer<T> onPartial,
        Consumer<T> onSuccess,
        Consumer<UserMessage> onFailure,
        Runnable onCancelled,
        Consumer<T> onUnwanted) {
    /// A job whose partial and final results go to the same place.
    public static <T> TaskSpec<T> of(
            String title, Urgency urgency, Work<T> work, Consumer<T> onResult, Consumer<UserMessage> onFailure) {
        return new TaskSpec<>(title, urgency, work, onResult, onResult, onFailure, () -> {}, _ -> {});
    }

    /// The same job, telling somebody when the user stops it.
    public TaskSpec<T> whenCancelled(Runnable action) {
        return new TaskSpec<>(title, urgency, work, onPartial, onSuccess, onFailure, action, onUnwanted);
    }

    /// The same job, whose late result somebody takes care of.
    public TaskSpec<T> whenUnwanted(Consumer<T> action) {
        return new TaskSpec<>(title, urgency, work, onPartial, onSuccess, onFailure, onCancelled, action);
    }
}
