package org.crosslayer.app.shell;

import java.util.List;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.Property;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.crosslayer.app.control.Choices;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.control.SideWindow;
import org.crosslayer.app.preferences.Preferences;
import org.crosslayer.app.preferences.Theme;
import org.crosslayer.viz.paper.Venue;

/// What is chosen once for all. Every change is in force at once and kept; there is nothing to confirm.
final class PreferencesWindow {
    private static final double WIDTH = 520;
    private static final double HEIGHT = 560;
    private static final int STEP = 10;

    private PreferencesWindow() {}

    static void show(Window owner, Preferences preferences) {
        VBox form = new VBox(
                title("Appearance"),
                option("Colours", choice("pref-theme", preferences.theme(), List.of(Theme.values()))),
                slider(
                        "pref-text-size",
                        "Size of text",
                        preferences.textPercent(),
                        Preferences.LEAST_TEXT,
                        Preferences.MOST_TEXT),
                check("pref-reduce-motion", "Reduce motion", "Nothing moves by itself.", preferences.reduceMotion()),
                title("Start"),
                check(
                        "pref-reopen",
                        "Begin with what was open last",
                        "Otherwise the program begins with the sample model.",
                        preferences.reopen()),
                title("Memory"),
                slider(
                        "pref-memory",
                        "Share of the free memory that maps may take",
                        preferences.memoryPercent(),
                        Preferences.LEAST_MEMORY,
                        Preferences.MOST_MEMORY),
                title("New figures"),
                option(
                        "Venue",
                        words(
                                "pref-venue",
                                preferences.venue(),
                                Venue.PRESETS.stream().map(Venue::name).toList())),
                option("Width", words("pref-span", preferences.span(), List.of("single", "full"))));
        form.getStyleClass().add("side-form");
        ScrollPane scroll = new ScrollPane(form);
        scroll.setId("preferences");
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("form-scroll");
        SideWindow.show(owner, "Preferences", scroll, WIDTH, HEIGHT);
    }

    private static Node title(String words) {
        Label label = new Label(words);
        label.getStyleClass().add("form-title");
        return label;
    }

    private static Node option(String name, Node control) {
        Label label = new Label(name);
        label.setWrapText(true);
        label.setLabelFor(control);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox line = new HBox(label, gap, control);
        line.getStyleClass().add("form-line");
        return line;
    }

    private static Node choice(String id, Property<Theme> property, List<Theme> values) {
        ChoiceBox<Theme> box = Choices.of(id, Theme::words, values);
        box.valueProperty().bindBidirectional(property);
        return box;
    }

    private static Node words(String id, Property<String> property, List<String> values) {
        ChoiceBox<String> box = Choices.of(id, word -> word, values);
        box.valueProperty().bindBidirectional(property);
        return box;
    }

    private static Node check(String id, String words, String meaning, Property<Boolean> property) {
        CheckBox box = new CheckBox(words);
        box.setId(id);
        Hint.set(box, meaning);
        box.selectedProperty().bindBidirectional(property);
        return box;
    }

    private static Node slider(String id, String name, IntegerProperty property, int least, int most) {
        Slider slider = new Slider(least, most, property.get());
        slider.setId(id);
        slider.setAccessibleText(name + ", per cent");
        slider.setBlockIncrement(STEP);
        slider.setMajorTickUnit(STEP);
        slider.setMinorTickCount(0);
        slider.setSnapToTicks(true);
        Label value = new Label();
        value.setMinWidth(Region.USE_PREF_SIZE);
        value.textProperty().bind(property.asString("%d %%"));
        // Dragging would lay the window out anew at every pixel: the size counts when the thumb rests.
        slider.valueProperty().addListener((_, _, now) -> {
            if (!slider.isValueChanging()) {
                property.set(Math.toIntExact(Math.round(now.doubleValue() / STEP) * STEP));
            }
        });
        slider.valueChangingProperty().addListener((_, _, isMoving) -> {
            if (!isMoving) {
                property.set(Math.toIntExact(Math.round(slider.getValue() / STEP) * STEP));
            }
        });
        VBox.setVgrow(slider, Priority.NEVER);
        return new VBox(option(name, value), slider);
    }
}
