package org.crosslayer.engine.model;

import java.util.Optional;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.format.JsonObject;

/// The settings of one `config.json`, under the keys of its family and with its fallbacks.
///
/// A key whose value is `null` counts as absent, except that it turns off what may be off: windows and caps.
final class ConfigValues {
    private final JsonObject json;
    private final Family family;

    ConfigValues(JsonObject json, Family family) {
        this.json = json;
        this.family = family;
    }

    JsonObject json() {
        return json;
    }

    Family family() {
        return family;
    }

    /// A size that must be given, or follow.
    int size(Setting setting) throws BadFileException {
        Optional<Integer> size = sizeIfAny(setting);
        if (size.isPresent()) {
            return size.get();
        }
        return json.positiveInt(family.entry(setting).keys().getFirst());
    }

    /// A size, or nothing if neither file nor family says one.
    Optional<Integer> sizeIfAny(Setting setting) throws BadFileException {
        Optional<String> key = key(setting);
        if (key.isPresent()) {
            return Optional.of(json.positiveInt(key.get()));
        }
        return family.entry(setting).fallback() instanceof Integer size && !turnedOff(setting)
                ? Optional.of(size)
                : Optional.empty();
    }

    /// A positive number, or what holds without it; 0 for one that the family lacks or that is turned off.
    double number(Setting setting) throws BadFileException {
        Optional<String> key = key(setting);
        if (key.isPresent()) {
            return json.positiveNumber(key.get());
        }
        return family.entry(setting).fallback() instanceof Double number && !turnedOff(setting) ? number : 0;
    }

    /// As [#number], but `otherwise` where the family lacks the setting.
    double numberOr(Setting setting, double otherwise) throws BadFileException {
        double number = number(setting);
        return number == 0 ? otherwise : number;
    }

    boolean flag(Setting setting) throws BadFileException {
        boolean fallback = Boolean.TRUE.equals(family.entry(setting).fallback());
        Optional<String> key = key(setting);
        return key.isPresent() ? json.flagOr(key.get(), fallback) : fallback;
    }

    /// The key under which the file says this, the first one if it says nothing.
    String named(Setting setting) {
        return key(setting)
                .orElseGet(() -> family.entry(setting).keys().isEmpty()
                        ? setting.name()
                        : family.entry(setting).keys().getFirst());
    }

    /// The key under which the file says this.
    Optional<String> key(Setting setting) {
        return family.entry(setting).keys().stream().filter(json::has).findFirst();
    }

    private boolean turnedOff(Setting setting) {
        return family.entry(setting).keys().stream()
                .anyMatch(key -> json.node().has(key) && json.node().get(key).isNull());
    }
}
