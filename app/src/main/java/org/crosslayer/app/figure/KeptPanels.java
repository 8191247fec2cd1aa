package org.crosslayer.app.figure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.crosslayer.app.figure.Recipe.Source;
import org.crosslayer.app.figure.Recipe.Windowing;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.EncodedText;
import org.jspecify.annotations.Nullable;

/// What was computed for figures of one model, so that a figure whose type, size or colours change is only drawn
/// again. Files count by what is in them, not by their place. For one thread at a time.
public final class KeptPanels {
    /// A few figures with many panels each.
    private static final int MOST = 48;

    /// All that decides a panel's numbers and its caption.
    private record Question(String text, String textName, Windowing windows, PanelRecipe bare) {}

    private final Map<Question, Made> made = new LinkedHashMap<>();
    private @Nullable String encodedHash;
    private @Nullable EncodedText encoded;

    /// Computes a panel.
    @FunctionalInterface
    interface Work {
        Made make(PanelRecipe bare) throws EngineException, IOException, RecipeException;
    }

    /// Cuts a text into tokens.
    @FunctionalInterface
    interface Cutting {
        EncodedText encode() throws EngineException, IOException;
    }

    /// The text in tokens, cut once.
    EncodedText text(String hash, Cutting cutting) throws EngineException, IOException {
        EncodedText known = encoded;
        if (known == null || !hash.equals(encodedHash)) {
            known = cutting.encode();
            encoded = known;
            encodedHash = hash;
        }
        return known;
    }

    /// A panel in its words and colours, computed unless it is known.
    ///
    /// @param text   the text, its hash filled in
    /// @param hashed the panel, its sources' hashes filled in
    Made make(Source text, Windowing windows, PanelRecipe hashed, Work work)
            throws EngineException, IOException, RecipeException {
        PanelRecipe bare = hashed.dressed(null, null);
        PanelRecipe anywhere = PanelSources.mapped(bare, (_, source) -> new Source("", source.sha256()));
        String name = text.path().substring(text.path().replace('\\', '/').lastIndexOf('/') + 1);
        Question question = new Question(String.valueOf(text.sha256()), name, windows, anywhere);
        Made known = made.get(question);
        if (known == null) {
            known = work.make(bare);
            made.put(question, known);
            forgetOldest();
        }
        return PanelMaker.dressed(known, hashed);
    }

    private void forgetOldest() {
        List<Question> oldest = new ArrayList<>(made.keySet());
        oldest.subList(0, Math.max(0, oldest.size() - MOST)).forEach(made::remove);
    }
}
