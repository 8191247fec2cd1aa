package org.crosslayer.app.figure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.crosslayer.engine.evaluation.ProtocolKind;
import org.jspecify.annotations.Nullable;

/// All that a figure is made of, so that it can be made again; kept as JSON beside it.
///
/// Absent parts take the defaults named here. Files are named relative to the recipe. Hashes and the program are
/// filled in when a figure is made; a recipe written by hand needs none.
///
/// @param schemaVersion [#VERSION]
/// @param program       name and version that made the figure last
/// @param model         folder or file of the model
/// @param tokenizer     its tokenizer's file, or the model's where that holds it; found by the program
/// @param text          the text that is looked at
/// @param windows       how the text is cut; 512 tokens, all windows, if absent
/// @param seed          of everything random; none of the pictures of today is, so 0 is filled in
/// @param panels        one picture each, row after row
/// @param sheet         size and style; a column of Nature if absent
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Recipe(
        int schemaVersion,
        @Nullable String program,
        Source model,
        @Nullable Source tokenizer,
        Source text,
        @Nullable Windowing windows,
        @Nullable Long seed,
        List<PanelRecipe> panels,
        @Nullable SheetRecipe sheet) {
    /// The form of today.
    public static final int VERSION = 1;

    /// A file and, once known, what was in it.
    ///
    /// @param path   relative to the recipe, or absolute
    /// @param sha256 of a file's bytes; of a model its fingerprint, see
    ///     [org.crosslayer.engine.sharing.ModelIdentity]
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Source(String path, @Nullable String sha256) {
        /// The same file with this hash.
        Source hashed(String hash) {
            return new Source(path, hash);
        }
    }

    /// How a text is cut.
    ///
    /// @param window     tokens in a window; 512 if absent
    /// @param maxWindows most windows; all if absent
    /// @param protocol   of perplexities: `windows` (if absent), `llama.cpp`, `stride`, `lm-eval`
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Windowing(
            @Nullable Integer window,
            @Nullable Integer maxWindows,
            @Nullable String protocol) {
        static final Windowing DEFAULT = new Windowing(null, null, null);
        private static final int USUAL = 512;
        private static final int FEWEST = 4;

        int tokens() {
            return window == null ? USUAL : window;
        }

        /// With every key but the number of windows, which is all of them where none is given.
        Windowing filled() {
            return new Windowing(tokens(), maxWindows, protocol == null ? ProtocolKind.WINDOWS.spelling() : protocol);
        }

        int most() {
            return maxWindows == null ? Integer.MAX_VALUE : maxWindows;
        }

        /// How perplexities are measured.
        ///
        /// @throws RecipeException if no protocol has that name
        ProtocolKind kind() throws RecipeException {
            if (protocol == null) {
                return ProtocolKind.WINDOWS;
            }
            for (ProtocolKind kind : ProtocolKind.values()) {
                if (kind.spelling().equals(protocol)) {
                    return kind;
                }
            }
            throw new RecipeException("The recipe's windows.protocol is \"" + protocol + "\"; it must be one of "
                    + Arrays.stream(ProtocolKind.values())
                            .map(ProtocolKind::spelling)
                            .collect(Collectors.joining(", ")) + ".");
        }

        /// Refuses numbers that cut nothing.
        void requireSensible() throws RecipeException {
            if (tokens() < FEWEST || most() < 1) {
                throw new RecipeException("The recipe's windows have " + tokens() + " tokens and are " + most()
                        + " at most; a window needs at least " + FEWEST + " tokens, and one is needed.");
            }
        }
    }

    public Recipe {
        // A file may lack them, which RecipeFile says in its own words.
        panels = panels == null ? List.of() : List.copyOf(panels);
    }

    /// How the text is cut, defaults filled in.
    Windowing cutting() {
        return windows == null ? Windowing.DEFAULT : windows;
    }

    /// The sheet, defaults filled in.
    SheetRecipe paper() {
        return sheet == null ? SheetRecipe.DEFAULT : sheet;
    }

    /// The same with other panels.
    public Recipe with(List<PanelRecipe> others) {
        return new Recipe(schemaVersion, program, model, tokenizer, text, windows, seed, others, sheet);
    }
}
