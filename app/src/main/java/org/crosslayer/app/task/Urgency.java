package org.crosslayer.app.task;

/// How soon a job must run. A more urgent job interrupts a less urgent one, which starts again afterwards.
public enum Urgency {
    /// Answers a click: must show something within a third of a second.
    LIVE,
    /// Fills a pane the user looks at.
    VIEW,
    /// Fills a pane window by window of the text, some seconds long: pictures of what was just chosen come first.
    STUDY,
    /// Worth having, can wait: refinement, alignment, timing.
    BACKGROUND,
    /// Goes on for minutes and gives way to everything that is sooner done.
    FITTING,
    /// When nothing else is left to do.
    IDLE
}
