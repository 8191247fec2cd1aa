package org.crosslayer.app.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;

/// The keys of every command: those that come with the program, and those that the user has chosen instead.
///
/// No two commands ever have the same keys, and no command takes keys that text fields need.
public final class Shortcuts {
    private static final String NONE = "";

    private final CommandRegistry registry;
    private final Map<String, String> chosen;
    private final Map<String, ReadOnlyObjectWrapper<@Nullable KeyCombination>> keys = new HashMap<>();
    private final List<Runnable> listeners = new ArrayList<>();

    /// @param registry the commands, all of them
    /// @param stored   what was chosen before, by id; what cannot be any more is passed over
    public Shortcuts(CommandRegistry registry, Map<String, String> stored) {
        this.registry = registry;
        this.chosen = new TreeMap<>();
        for (Command command : registry.commands()) {
            keys.put(command.id(), new ReadOnlyObjectWrapper<>(parse(command.shortcut())));
        }
        // In a fixed order: what is stored last must not depend on how a map is laid out.
        new TreeMap<>(stored).forEach((id, words) -> {
            if (keys.containsKey(id)) {
                @Nullable KeyCombination wanted = parse(words);
                boolean isMeant =
                        wanted == null ? words.isEmpty() : refusal(id, wanted).isEmpty();
                if (isMeant) {
                    keep(id, wanted);
                }
            }
        });
    }

    /// The keys of a command now; null for none.
    public ReadOnlyObjectProperty<@Nullable KeyCombination> of(String id) {
        return wrapper(id).getReadOnlyProperty();
    }

    /// The keys in words, such as `Ctrl+K`; empty for none.
    public String words(String id) {
        @Nullable KeyCombination combination = wrapper(id).get();
        return combination == null ? NONE : combination.getDisplayText();
    }

    /// Gives a command other keys, or none, and keeps that.
    ///
    /// @return why not, one sentence; empty if it was done
    public String assign(String id, @Nullable KeyCombination wanted) {
        String refusal = wanted == null ? NONE : refusal(id, wanted);
        if (refusal.isEmpty()) {
            keep(id, wanted);
            listeners.forEach(Runnable::run);
        }
        return refusal;
    }

    /// Gives all commands the keys that they came with.
    public void reset() {
        chosen.clear();
        for (Command command : registry.commands()) {
            wrapper(command.id()).set(parse(command.shortcut()));
        }
        listeners.forEach(Runnable::run);
    }

    /// What differs from the keys that came with the program, by id.
    public Map<String, String> chosen() {
        return Map.copyOf(chosen);
    }

    /// Told when keys have changed.
    public void whenChanged(Runnable listener) {
        listeners.add(listener);
    }

    private String refusal(String id, KeyCombination wanted) {
        if (isTyping(wanted)) {
            return wanted.getDisplayText() + " is needed for typing; take it together with Ctrl or Alt.";
        }
        for (Command other : registry.commands()) {
            if (!other.id().equals(id) && wanted.equals(wrapper(other.id()).get())) {
                return wanted.getDisplayText() + " already belongs to “"
                        + other.words().getValue() + "”; give that one other keys first.";
            }
        }
        return NONE;
    }

    /// A key that writes, moves or chooses when nothing but Shift is held with it.
    private static boolean isTyping(KeyCombination wanted) {
        boolean isBare = wanted.getShortcut() != KeyCombination.ModifierValue.DOWN
                && wanted.getControl() != KeyCombination.ModifierValue.DOWN
                && wanted.getAlt() != KeyCombination.ModifierValue.DOWN
                && wanted.getMeta() != KeyCombination.ModifierValue.DOWN;
        return isBare
                && wanted instanceof javafx.scene.input.KeyCodeCombination combination
                && !combination.getCode().isFunctionKey()
                && combination.getCode() != KeyCode.ESCAPE;
    }

    private void keep(String id, @Nullable KeyCombination wanted) {
        String words = wanted == null ? NONE : wanted.getName();
        wrapper(id).set(wanted);
        if (java.util.Objects.equals(wanted, parse(registry.command(id).shortcut()))) {
            chosen.remove(id);
        } else {
            chosen.put(id, words);
        }
    }

    private ReadOnlyObjectWrapper<@Nullable KeyCombination> wrapper(String id) {
        ReadOnlyObjectWrapper<@Nullable KeyCombination> wrapper = keys.get(id);
        if (wrapper == null) {
            throw new IllegalArgumentException("no command has the id " + id);
        }
        return wrapper;
    }

    private static @Nullable KeyCombination parse(String words) {
        try {
            return words.isEmpty() ? null : KeyCombination.valueOf(words);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
