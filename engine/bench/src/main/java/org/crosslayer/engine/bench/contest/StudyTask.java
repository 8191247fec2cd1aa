package org.crosslayer.engine.bench.contest;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.CpuBackend;
import org.crosslayer.engine.capture.AttentionCapture;
import org.crosslayer.engine.capture.MapPlace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.GgufFile;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.GgufConfigReader;
import org.crosslayer.engine.similarity.LayerSimilarity;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.engine.similarity.SimilarityAnalysis;
import org.crosslayer.engine.similarity.SimilarityOptions;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;

/// What the window asks about the attention on one text, up to the last layer's pattern.
final class StudyTask implements Player.Task {
    /// What is asked.
    enum Kind {
        /// How alike all pairs of layers are, heads averaged.
        LAYERS,
        /// How alike all pairs of heads of neighbouring layers are.
        HEADS,
        /// The map of one head of the last layer, kept as a whole.
        MAP
    }

    private static final double TOLERANCE = 1e-4;

    private final GgufFile file;
    private final Backend backend;
    private final Decoder decoder;
    private final Kind kind;
    private final int[] ids;

    /// @param length tokens of the text
    StudyTask(Path path, Kind kind, int length) throws EngineException {
        file = GgufFile.open(path);
        backend = new CpuBackend();
        decoder = Decoder.of(path, file, GgufConfigReader.read(file), backend);
        this.kind = kind;
        ids = RandomLlama.text(decoder.config().nVocab(), length, 1);
    }

    @Override
    public Map<String, Long> play() throws EngineException {
        int nLayers = decoder.config().nLayers();
        long start = System.nanoTime();
        double check =
                switch (kind) {
                    case LAYERS -> layers(nLayers);
                    case HEADS ->
                        SimilarityAnalysis.alignments(
                                        decoder, List.of(ids), MatchMethod.HUNGARIAN, Progress.NONE, Cancellation.NEVER)
                                .getLast()
                                .matchedCost();
                    case MAP -> lastRowOfMap(nLayers - 1);
                };
        long end = System.nanoTime();
        if (!(check > 0 && check < 1 + TOLERANCE)) {
            throw new IllegalStateException(kind + " gave " + check);
        }
        Map<String, Long> times = new LinkedHashMap<>();
        times.put("study", end - start);
        times.put("peak", PeakMemory.bytes());
        return times;
    }

    private double layers(int nLayers) throws EngineException {
        LayerSimilarity similarity = SimilarityAnalysis.layers(
                decoder, List.of(ids), SimilarityOptions.DEFAULT, Progress.NONE, Cancellation.NEVER);
        return similarity.values().at(nLayers - 1, 0);
    }

    /// What the last row sums up to.
    private double lastRowOfMap(int layer) throws EngineException {
        MapPlace place = new MapPlace(layer, 0);
        var map = new AttentionCapture(
                        decoder, AttentionPlan.none(decoder.config().nLayers()))
                .chosen(ids, Set.of(place), Progress.NONE, Cancellation.NEVER)
                .get(place);
        double sum = 0;
        for (int key = 0; map != null && key < ids.length; key++) {
            sum += map.at(ids.length - 1, key);
        }
        return sum;
    }

    @Override
    public String description() {
        return "Crosslayer, " + kind.name().toLowerCase(Locale.ROOT) + ", " + backend.description();
    }

    @Override
    public void close() {
        backend.close();
        file.close();
    }
}
