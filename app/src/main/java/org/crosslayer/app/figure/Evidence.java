package org.crosslayer.app.figure;

import java.nio.file.Path;
import java.util.List;
import org.crosslayer.app.figure.Recipe.Source;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.Bos;
import org.crosslayer.engine.evaluation.EncodedText;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.ProtocolKind;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.jspecify.annotations.Nullable;

/// What the panels of a figure are made from: an open model, a text, and where files of the recipe lie.
///
/// @param model        open, and stays so
/// @param modelName    for captions
/// @param text         tokenised as a whole
/// @param textName     for captions
/// @param cutting      how it is cut
/// @param folder       the recipe's
/// @param progress     hears what is done
/// @param cancellation asked between windows
record Evidence(
        LoadedModel model,
        String modelName,
        EncodedText text,
        String textName,
        Recipe.Windowing cutting,
        Path folder,
        Progress progress,
        Cancellation cancellation) {
    /// Windows of the text without overlap and without BOS.
    List<int[]> windows() throws EngineException {
        return model.windows(ids(), new Protocol(ProtocolKind.WINDOWS, cutting.tokens(), cutting.most(), Bos.AUTO));
    }

    /// The protocol of every perplexity in the figure.
    Protocol protocol() throws RecipeException {
        return new Protocol(cutting.kind(), cutting.tokens(), cutting.most(), Bos.AUTO);
    }

    int[] ids() {
        return text.encoding().toArray();
    }

    /// The plan in a file, or that of no sharing.
    AttentionPlan plan(@Nullable Source source) throws EngineException {
        return source == null
                ? AttentionPlan.none(model.config().nLayers())
                : model.readPlan(folder.resolve(source.path()));
    }

    /// Refuses a layer that the model does not have.
    int layer(int layer, int from) throws RecipeException {
        int nLayers = model.config().nLayers();
        if (layer < from || layer >= nLayers) {
            throw new RecipeException("The recipe names layer " + layer + "; " + modelName + " has layers " + from
                    + " to " + (nLayers - 1) + " for this.");
        }
        return layer;
    }

    /// Refuses a head that the model does not have.
    int head(int head) throws RecipeException {
        int nHeads = model.config().nHeads();
        if (head < 0 || head >= nHeads) {
            throw new RecipeException(
                    "The recipe names head " + head + "; " + modelName + " has heads 0 to " + (nHeads - 1) + ".");
        }
        return head;
    }

    /// What was looked at, for captions.
    String subject(int windows) {
        return modelName + " on " + windows + (windows == 1 ? " window of " : " windows of ") + cutting.tokens()
                + " tokens of " + textName;
    }
}
