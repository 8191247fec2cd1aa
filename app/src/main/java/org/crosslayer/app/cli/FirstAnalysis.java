package org.crosslayer.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.crosslayer.engine.Device;
import org.crosslayer.engine.Engine;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.format.AtomicFile;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.similarity.LayerSimilarity;
import org.crosslayer.engine.similarity.SimilarityOptions;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.samples.SampleModels;
import org.crosslayer.viz.color.ColorMap;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.export.HeatmapPicture;
import org.crosslayer.viz.export.MatrixCsv;
import org.crosslayer.viz.matrix.LabelledMatrix;

/// What the window shows first, as files: for machines without a display.
public final class FirstAnalysis {
    private static final String FOLDER = "crosslayer-first-analysis";
    private static final Protocol PROTOCOL = Protocol.windows(512);
    private static final int PICTURE_WIDTH = 1200;

    private FirstAnalysis() {}

    /// Makes a folder of its own below `parent`: `crosslayer-first-analysis`, or the first free number behind it.
    public static Path newFolder(Path parent) throws IOException {
        for (int number = 1; ; number++) {
            Path folder = parent.resolve(number == 1 ? FOLDER : FOLDER + "-" + number);
            try {
                return Files.createDirectory(folder);
            } catch (FileAlreadyExistsException _) {
                // The next number, then.
            }
        }
    }

    /// Analyses the bundled model on the bundled text.
    ///
    /// Writes `similarity.csv` and `similarity.png` (layers × layers), `perplexity.json` and `summary.txt`.
    ///
    /// @param folder where the files go; must exist
    public static void write(Path folder, Cancellation cancellation)
            throws EngineException, IOException, InputException {
        String text = TextFile.read(SampleModels.sampleText());
        try (LoadedModel model = Engine.open(SampleModels.sample16l(), Device.CPU, Progress.NONE, cancellation)) {
            int[] ids = model.tokenizer().encode(text, false).toArray();
            List<int[]> windows = model.windows(ids, PROTOCOL);
            LayerSimilarity similarity =
                    model.similarity(windows, SimilarityOptions.DEFAULT, _ -> {}, Progress.NONE, cancellation);
            LabelledMatrix matrix = LayerMatrix.of(similarity);
            MatrixCsv.write(matrix, folder.resolve("similarity.csv"));
            PerplexityReport perplexity = model.perplexity(
                    ids, PROTOCOL, AttentionPlan.none(model.config().nLayers()), Progress.NONE, cancellation);
            AtomicFile.write(
                    folder.resolve("perplexity.json"),
                    out -> Json.write(PerplexityCommand.result(perplexity, false), out));
            String summary = summary(model.summary().name(), similarity, perplexity);
            AtomicFile.write(folder.resolve("summary.txt"), out -> out.write(summary.getBytes(StandardCharsets.UTF_8)));
            HeatmapPicture.png(
                    matrix,
                    ColorScale.of(ColorMap.VIRIDIS, matrix.range()),
                    PICTURE_WIDTH,
                    folder.resolve("similarity.png"));
        }
    }

    private static String summary(String model, LayerSimilarity similarity, PerplexityReport perplexity) {
        return """
                First analysis of %s on %s

                similarity.png, similarity.csv: %s, layers × layers, over %d windows of %d tokens
                perplexity.json: %s
                """.formatted(
                        model,
                        SampleModels.sampleText().getFileName(),
                        similarity.options().words(),
                        similarity.windows(),
                        PROTOCOL.window(),
                        PerplexityCommand.words(perplexity, false));
    }
}
