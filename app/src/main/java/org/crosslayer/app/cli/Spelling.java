package org.crosslayer.app.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/// How constants are written on the command line and in JSON: `BEST_MATCH` is `best-match`.
final class Spelling {
    private Spelling() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Makes a command line and its commands read options of this type so.
    static <E extends Enum<E>> void teach(CommandLine commandLine, Class<E> type) {
        teach(commandLine, type, Spelling::of);
    }

    /// The same for constants that have a spelling of their own.
    static <E extends Enum<E>> void teach(CommandLine commandLine, Class<E> type, Function<E, String> spelling) {
        E[] constants = type.getEnumConstants();
        commandLine.registerConverter(type, text -> Arrays.stream(constants)
                .filter(constant -> spelling.apply(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is none of "
                        + Arrays.stream(constants).map(spelling).collect(Collectors.joining(", ")))));
    }
}
