package org.crosslayer.app.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A text, or token ids as they are: one of the three.
final class TokenSource extends TextSource {
    @Option(
            names = "--ids",
            paramLabel = "ID",
            split = ",",
            required = true,
            description = "Token ids, separated by commas, used as they are.")
    private @Nullable List<Integer> ids;

    @Override
    boolean isText() {
        return ids == null;
    }

    @Override
    Optional<String> bosWarning(LoadedModel model, boolean withSpecialTokens)
            throws EngineException, IOException, InputException {
        return ids == null ? super.bosWarning(model, withSpecialTokens) : Optional.empty();
    }

    @Override
    int[] ids(LoadedModel model, boolean withSpecialTokens) throws EngineException, IOException, InputException {
        if (ids == null) {
            return super.ids(model, withSpecialTokens);
        }
        int nVocab = model.config().nVocab();
        for (int id : ids) {
            if (id < 0 || id >= nVocab) {
                throw new InputException(
                        "There is no token " + id + ": the model's ids are 0 to " + (nVocab - 1) + ".");
            }
        }
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }
}
