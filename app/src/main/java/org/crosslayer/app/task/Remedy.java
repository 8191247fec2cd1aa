package org.crosslayer.app.task;

/// A command of the window that is the natural answer to a kind of trouble. The window shows it as a button beside the
/// message, with the command's own file choosers and conditions.
public enum Remedy {
    /// Another model in place of one that cannot be used.
    OTHER_MODEL("open-model", "Open another model…"),
    /// Another text in place of one that cannot be used or is too short.
    OTHER_TEXT("open-text", "Open another text…"),
    /// Another plan in place of one that cannot be used.
    OTHER_PLAN("open-plan", "Open another plan…"),
    /// Another project in place of one that cannot be used.
    OTHER_PROJECT("open-project", "Open another project…"),
    /// Another reference file in place of one that cannot be used.
    OTHER_REFERENCE("parity", "Choose another file…"),
    /// Another recipe of a figure in place of one that cannot be used.
    OTHER_RECIPE("figure-open-recipe", "Open another recipe…"),
    /// Another place for a plan that was not written.
    PLAN_ELSEWHERE("save-plan", "Save it elsewhere…"),
    /// Another place for a project that was not written.
    PROJECT_ELSEWHERE("save-project-as", "Save it elsewhere…"),
    /// Another place for a figure that was not written.
    FIGURE_ELSEWHERE("figure-write", "Write it elsewhere…"),
    /// More of the memory for what the window draws.
    BUDGET("preferences", "Raise the memory budget…"),
    /// A close look at the model's files.
    INSPECT("inspect", "Inspect the model…"),
    /// What a pane shows, without a figure.
    COPY_PANE("copy-pane", "Copy the pane"),
    /// What was done, as commands for a terminal.
    HISTORY("show-history-card", "Show the commands"),
    /// What has happened before, in full.
    LOG("show-log-card", "Show the log");

    private final String command;
    private final String words;

    Remedy(String command, String words) {
        this.command = command;
        this.words = words;
    }

    /// The command's id.
    public String command() {
        return command;
    }

    /// What the button says.
    public String words() {
        return words;
    }
}
