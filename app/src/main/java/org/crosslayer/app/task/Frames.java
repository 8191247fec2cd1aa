package org.crosslayer.app.task;

import javafx.application.Platform;

/// The frames in which windows are drawn.
public final class Frames {
    private Frames() {}

    /// Sees to it that there is another one soon, though nothing has changed that would be drawn.
    public static void askForNext() {
        Platform.requestNextPulse();
    }
}
