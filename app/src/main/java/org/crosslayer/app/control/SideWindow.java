package org.crosslayer.app.control;

import java.util.List;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.stage.Modality;
import javafx.stage.Stage;
import javafx.stage.Window;

/// A window beside the main one, in its colours; Esc closes it.
public final class SideWindow {
    private SideWindow() {}

    /// Shows a window and leaves the main one usable.
    ///
    /// @param root what it shows
    public static Stage show(Window owner, String title, Parent root, double width, double height) {
        Scene scene = new Scene(root, width, height);
        scene.getStylesheets().setAll(List.copyOf(owner.getScene().getStylesheets()));
        Stage stage = new Stage();
        stage.initOwner(owner);
        stage.initModality(Modality.NONE);
        stage.setTitle(title + " – Crosslayer");
        stage.setScene(scene);
        scene.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                stage.close();
            }
        });
        stage.show();
        return stage;
    }
}
