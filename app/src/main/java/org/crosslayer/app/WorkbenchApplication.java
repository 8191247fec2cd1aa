package org.crosslayer.app;

import javafx.application.Application;
import javafx.stage.Stage;

/// The window as a program.
public final class WorkbenchApplication extends Application {
    @Override
    public void start(Stage stage) {
        stage.show();
    }
}
