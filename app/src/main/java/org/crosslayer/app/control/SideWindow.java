package org.crosslayer.app.control;

import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.WeakListChangeListener;
import javafx.geometry.Rectangle2D;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.stage.Modality;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/// A window beside the main one, in its colours and its size of text; Esc or Ctrl+W closes it.
public final class SideWindow {
    /// What a screen keeps for the frame of a window, in pixels.
    private static final double FRAME_PX = 40;

    private SideWindow() {}

    /// Shows a window and leaves the main one usable.
    ///
    /// @param root what it shows
    public static Stage show(Window owner, String title, Parent root, double width, double height) {
        Stage stage = make(owner, title, root, width, height);
        stage.show();
        return stage;
    }

    /// The same window, not shown yet; smaller where the screen is.
    public static Stage make(Window owner, String title, Parent root, double width, double height) {
        Rectangle2D room = Screen.getScreensForRectangle(owner.getX(), owner.getY(), 1, 1).stream()
                .findFirst()
                .orElseGet(Screen::getPrimary)
                .getVisualBounds();
        Scene scene = new Scene(root, Math.min(width, room.getWidth()), Math.min(height, room.getHeight() - FRAME_PX));
        Parent _ = Colours.part(root);
        dressLike(scene, owner.getScene());
        Stage stage = new Stage();
        stage.initOwner(owner);
        stage.initModality(Modality.NONE);
        stage.setTitle(title + " – Crosslayer");
        stage.setScene(scene);
        scene.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE || (event.isShortcutDown() && event.getCode() == KeyCode.W)) {
                event.consume();
                stage.close();
            }
        });
        return stage;
    }

    /// Lets the shortcuts of another scene hold here too, as they are whenever this window comes to the front.
    public static void followShortcuts(Stage stage, Scene like) {
        stage.focusedProperty().addListener((_, _, isFront) -> {
            if (isFront) {
                stage.getScene().getAccelerators().putAll(like.getAccelerators());
            }
        });
    }

    /// Colours and size of text stay those of the other scene, whatever is chosen there later.
    private static void dressLike(Scene scene, Scene like) {
        ListChangeListener<String> follow = _ -> wear(scene, like.getStylesheets());
        scene.getStylesheets().setAll(like.getStylesheets());
        // The owner outlives this window and must not keep it.
        scene.getProperties().put(SideWindow.class, follow);
        like.getStylesheets().addListener(new WeakListChangeListener<>(follow));
        @Nullable Colours colours = Colours.of(like);
        if (colours != null) {
            colours.dress(scene);
        }
    }

    /// Gives a scene these style sheets. One that it wears already is not taken off: it would be read and parsed anew.
    public static void wear(Scene scene, List<String> sheets) {
        ObservableList<String> worn = scene.getStylesheets();
        if (worn.size() != sheets.size()) {
            worn.setAll(sheets);
            return;
        }
        for (int index = 0; index < sheets.size(); index++) {
            if (!worn.get(index).equals(sheets.get(index))) {
                worn.set(index, sheets.get(index));
            }
        }
    }
}
