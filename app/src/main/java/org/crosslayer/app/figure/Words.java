package org.crosslayer.app.figure;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Constants as recipes write them: `BEST_MATCH` is `best-match`, as on the command line.
final class Words {
    private Words() {}

    /// The constant of that word.
    ///
    /// @param word  null for the usual one
    /// @param where the key, for the complaint
    static <E extends Enum<E>> E constant(Class<E> type, @Nullable String word, E usual, String where)
            throws RecipeException {
        if (word == null) {
            return usual;
        }
        for (E constant : type.getEnumConstants()) {
            if (of(constant).equals(word)) {
                return constant;
            }
        }
        throw new RecipeException("The recipe's " + where + " is \"" + word + "\"; it must be one of "
                + Arrays.stream(type.getEnumConstants()).map(Words::of).collect(Collectors.joining(", ")) + ".");
    }

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
