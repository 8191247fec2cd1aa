package org.crosslayer.app.preferences;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.crosslayer.app.figure.SheetRecipe;
import org.jspecify.annotations.Nullable;

/// What the user has chosen once for all. Every change is in force at once.
public final class Preferences {
    /// Sizes of text, in per cent.
    public static final int LEAST_TEXT = 80;

    public static final int MOST_TEXT = 200;
    /// The share of the free memory that kept maps may take, in per cent.
    public static final int LEAST_MEMORY = 10;

    public static final int MOST_MEMORY = 100;

    private static final int USUAL_TEXT = 100;
    private static final int USUAL_MEMORY = 80;
    private static final String USUAL_VENUE = "Nature";
    private static final String USUAL_SPAN = "single";

    private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(this, "theme", Theme.SYSTEM);
    private final IntegerProperty textPercent = new SimpleIntegerProperty(this, "textPercent", USUAL_TEXT);
    private final BooleanProperty reduceMotion = new SimpleBooleanProperty(this, "reduceMotion");
    private final BooleanProperty reopen = new SimpleBooleanProperty(this, "reopen", true);
    private final IntegerProperty memoryPercent = new SimpleIntegerProperty(this, "memoryPercent", USUAL_MEMORY);
    private final StringProperty venue = new SimpleStringProperty(this, "venue", USUAL_VENUE);
    private final StringProperty span = new SimpleStringProperty(this, "span", USUAL_SPAN);
    private final BooleanProperty walkThroughSeen = new SimpleBooleanProperty(this, "walkThroughSeen");
    private final ObjectProperty<Set<String>> hiddenColumns =
            new SimpleObjectProperty<>(this, "hiddenColumns", Set.of());
    private final ObjectProperty<Map<String, String>> shortcuts =
            new SimpleObjectProperty<>(this, "shortcuts", Map.of());

    /// Light, dark, or as the system has it.
    public ObjectProperty<Theme> theme() {
        return theme;
    }

    /// The size of all text, in per cent of the usual one.
    public IntegerProperty textPercent() {
        return textPercent;
    }

    /// Nothing moves by itself.
    public BooleanProperty reduceMotion() {
        return reduceMotion;
    }

    /// The program begins with what was open last.
    public BooleanProperty reopen() {
        return reopen;
    }

    /// The share of the free memory that kept maps may take, in per cent.
    public IntegerProperty memoryPercent() {
        return memoryPercent;
    }

    /// Whose widths and type new figures have.
    public StringProperty venue() {
        return venue;
    }

    /// Which of the venue's widths, `single` or `full`.
    public StringProperty span() {
        return span;
    }

    /// The sheet that a new figure begins with.
    public SheetRecipe sheet() {
        return SheetRecipe.of(venue.get(), span.get());
    }

    /// The walk-through for the first use was seen or put away.
    public BooleanProperty walkThroughSeen() {
        return walkThroughSeen;
    }

    /// Columns of the tables of heads and pairs that are not shown, each as `heads.sink`.
    public ObjectProperty<Set<String>> hiddenColumns() {
        return hiddenColumns;
    }

    /// Keys that differ from those that come with the program, by the id of the command.
    public ObjectProperty<Map<String, String>> shortcuts() {
        return shortcuts;
    }

    /// Everything that can change, for whoever stores it.
    List<Observable> all() {
        return List.of(
                theme,
                textPercent,
                reduceMotion,
                reopen,
                memoryPercent,
                venue,
                span,
                walkThroughSeen,
                hiddenColumns,
                shortcuts);
    }

    /// As a file holds it; what is absent stays as it was.
    record Stored(
            @Nullable String theme,
            @Nullable Integer textPercent,
            @Nullable Boolean reduceMotion,
            @Nullable Boolean reopen,
            @Nullable Integer memoryPercent,
            @Nullable String venue,
            @Nullable String span,
            @Nullable Boolean walkThroughSeen,
            @Nullable List<String> hiddenColumns,
            @Nullable Map<String, String> shortcuts) {}

    Stored stored() {
        return new Stored(
                theme.get().name(),
                textPercent.get(),
                reduceMotion.get(),
                reopen.get(),
                memoryPercent.get(),
                venue.get(),
                span.get(),
                walkThroughSeen.get(),
                hiddenColumns.get().stream().sorted().toList(),
                new TreeMap<>(shortcuts.get()));
    }

    void take(Stored stored) {
        for (Theme known : Theme.values()) {
            if (known.name().equals(stored.theme())) {
                theme.set(known);
            }
        }
        if (stored.textPercent() != null) {
            textPercent.set(Math.clamp(stored.textPercent(), LEAST_TEXT, MOST_TEXT));
        }
        if (stored.memoryPercent() != null) {
            memoryPercent.set(Math.clamp(stored.memoryPercent(), LEAST_MEMORY, MOST_MEMORY));
        }
        take(stored.reduceMotion(), reduceMotion);
        take(stored.reopen(), reopen);
        take(stored.walkThroughSeen(), walkThroughSeen);
        if (stored.venue() != null) {
            venue.set(stored.venue());
        }
        if (stored.span() != null) {
            span.set(stored.span());
        }
        if (stored.hiddenColumns() != null) {
            hiddenColumns.set(Set.copyOf(stored.hiddenColumns()));
        }
        if (stored.shortcuts() != null) {
            shortcuts.set(Map.copyOf(stored.shortcuts()));
        }
    }

    private static void take(@Nullable Boolean stored, BooleanProperty property) {
        if (stored != null) {
            property.set(stored);
        }
    }
}
