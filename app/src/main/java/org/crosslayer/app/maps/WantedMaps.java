package org.crosslayer.app.maps;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.crosslayer.app.workspace.Sampling;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.engine.capture.MapPlace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.jspecify.annotations.Nullable;

/// What is to be seen.
///
/// @param first      index in the text of the passage's first token
/// @param tokens     of the passage, as wished
/// @param difference whether the difference is, too
record WantedMaps(Subject subject, int first, int tokens, MapPlace primary, MapPlace pinned, boolean difference) {
    boolean isSamePassage(WantedMaps other) {
        return subject.equals(other.subject) && first == other.first && tokens == other.tokens;
    }

    Set<MapPlace> places() {
        return primary.equals(pinned) ? Set.of(primary) : Set.of(primary, pinned);
    }

    /// Asks the model for them, without sharing; on the engine's thread.
    ///
    /// @param known what is there of the same passage
    KeptMaps captured(@Nullable KeptMaps known, Progress progress, Cancellation cancellation) throws EngineException {
        int[] ids = Sampling.passage(subject, first, tokens);
        List<String> labels = TokenLabels.of(ids, subject.analyst().tokenizer());
        return new KeptMaps(
                labels,
                subject.analyst()
                        .maps(
                                ids,
                                AttentionPlan.none(subject.config().nLayers()),
                                KeptMaps.worthAsking(subject.config(), ids.length, places()),
                                progress,
                                cancellation),
                known == null ? Map.of() : known.drawn());
    }
}
