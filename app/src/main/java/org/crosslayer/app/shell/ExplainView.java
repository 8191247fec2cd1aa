package org.crosslayer.app.shell;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.crosslayer.app.help.ContextHelp;
import org.crosslayer.app.help.Glossary;

/// What a part of the window is, over the window: its own words first, then those of the glossary that occur in
/// them.
final class ExplainView {
    private static final double TALLEST = 460;

    private final Overlay overlay;
    private final Runnable openAll;

    /// @param openAll shows the whole glossary
    ExplainView(Overlay overlay, Runnable openAll) {
        this.overlay = overlay;
        this.openAll = openAll;
    }

    void show(ContextHelp help) {
        VBox words = new VBox();
        words.getStyleClass().add("help");
        words.getChildren().addAll(HelpWindow.entry(help.title(), help.meaning()));
        for (Glossary.Entry entry : help.words()) {
            words.getChildren().addAll(HelpWindow.entry(entry.word(), entry.meaning()));
        }
        ScrollPane scroll = new ScrollPane(words);
        scroll.setId("explanation");
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(TALLEST);
        scroll.getStyleClass().add("form-scroll");
        Button close = button("explanation-close", "Close", overlay::close);
        Button all = button("explanation-all", "All words", () -> {
            overlay.close();
            openAll.run();
        });
        HBox buttons = new HBox(all, close);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        buttons.getStyleClass().add("option-buttons");
        VBox box = new VBox(scroll, buttons);
        box.setId("explanation-box");
        box.getStyleClass().add("palette");
        box.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        overlay.open(box, close, () -> {});
    }

    private static Button button(String id, String words, Runnable action) {
        Button button = new Button(words);
        button.setId(id);
        button.getStyleClass().add("header-button");
        button.setOnAction(_ -> action.run());
        return button;
    }
}
