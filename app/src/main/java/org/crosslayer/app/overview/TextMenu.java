package org.crosslayer.app.overview;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.jspecify.annotations.Nullable;

/// The texts of the project, of which one is read; others are added and forgotten here.
final class TextMenu extends MenuButton {
    private final Workspace workspace;
    private final Consumer<Path> read;
    private final Runnable add;

    /// @param read opens a text; what cannot be read is said by whoever does
    /// @param add  asks for another one
    TextMenu(Workspace workspace, Consumer<Path> read, Runnable add) {
        this.workspace = workspace;
        this.read = read;
        this.add = add;
        setId("evidence-text");
        getStyleClass().addAll("small-button", "text-menu");
        setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        Hint.set(
                this,
                "The text that evidence is gathered on. The project keeps several: choose between"
                        + " them, or add one; dropping a file adds it, too.");
        workspace.subject().addListener((_, _, _) -> fill());
        workspace.texts().addListener((_, _, _) -> fill());
        fill();
    }

    private void fill() {
        @Nullable Path now = current();
        setText(now == null ? "no text" : name(now));
        setAccessibleText("Text: " + getText());
        ToggleGroup all = new ToggleGroup();
        List<Path> texts = workspace.texts().get();
        getItems().clear();
        for (Path text : texts) {
            RadioMenuItem item = new RadioMenuItem(name(text));
            item.setId("text-" + texts.indexOf(text));
            item.setMnemonicParsing(false);
            item.setToggleGroup(all);
            item.setSelected(text.equals(now));
            item.setOnAction(_ -> choose(text));
            getItems().add(item);
        }
        MenuItem another = new MenuItem("Add a text…");
        another.setId("text-add");
        another.setOnAction(_ -> add.run());
        MenuItem forget = new MenuItem("Take this text out of the project");
        forget.setId("text-forget");
        forget.setDisable(texts.size() < 2 || now == null);
        forget.setOnAction(_ -> forget(now));
        getItems().addAll(new SeparatorMenuItem(), another, forget);
    }

    private void choose(Path text) {
        @Nullable Path before = current();
        if (before != null && !text.equals(before)) {
            read.accept(text);
            workspace.history().record("read " + name(text), () -> read.accept(before), () -> read.accept(text));
        }
        // Until it is read, the mark stays where it was.
        fill();
    }

    private void forget(@Nullable Path text) {
        List<Path> others = workspace.texts().get().stream()
                .filter(each -> !each.equals(text))
                .toList();
        if (text != null && !others.isEmpty()) {
            workspace.keepTexts(others);
            read.accept(others.getFirst());
        }
    }

    private @Nullable Path current() {
        @Nullable Subject subject = workspace.subject().get();
        return subject == null ? null : subject.text().path();
    }

    private static String name(Path text) {
        return String.valueOf(text.getFileName());
    }
}
