package org.crosslayer.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.crosslayer.engine.Device;
import org.crosslayer.engine.Engine;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.Bos;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.ProtocolKind;
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
    /// The same little of the text as the window looks at first; see `app.workspace.Sampling`.
    private static final int SIMILARITY_WINDOW = 256;

    private static final int PERPLEXITY_WINDOW = 512;
    private static final int WINDOWS = 16;
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
    /// Writes `similarity.csv` (layers × layers), `perplexity.json` and `summary.txt`.
    ///
    /// @param folder where the files go; must exist
    /// @return the matrix to [#draw]
    public static LabelledMatrix write(Path folder, Cancellation cancellation)
            throws EngineException, IOException, InputException {
        return write(folder, protocol(SIMILARITY_WINDOW, WINDOWS), protocol(PERPLEXITY_WINDOW, WINDOWS), cancellation);
    }

    /// As above, looking at other windows of the text.
    static LabelledMatrix write(Path folder, Protocol compared, Protocol scored, Cancellation cancellation)
            throws EngineException, IOException, InputException {
        String text = TextFile.read(SampleModels.sampleText());
        try (LoadedModel model = Engine.open(SampleModels.sample16l(), Device.CPU, Progress.NONE, cancellation)) {
            int[] ids = model.tokenizer().encode(text, false).toArray();
            LayerSimilarity similarity = model.similarity(
                    model.windows(ids, compared), SimilarityOptions.DEFAULT, _ -> {}, Progress.NONE, cancellation);
            PerplexityReport perplexity = model.perplexity(
                    ids, scored, AttentionPlan.none(model.config().nLayers()), Progress.NONE, cancellation);
            LabelledMatrix matrix = LayerMatrix.of(
                    model.summary().name() + " · " + SampleModels.sampleText().getFileName(), similarity);
            MatrixCsv.write(matrix, folder.resolve("similarity.csv"));
            AtomicFile.write(
                    folder.resolve("perplexity.json"), out -> Json.write(PerplexityText.result(perplexity, null), out));
            String summary = summary(model.summary().name(), similarity, compared, perplexity);
            AtomicFile.write(folder.resolve("summary.txt"), out -> out.write(summary.getBytes(StandardCharsets.UTF_8)));
            return matrix;
        }
    }

    /// Draws `similarity.png`. The last step, because it alone needs fonts, which bare systems lack.
    public static void draw(LabelledMatrix matrix, Path folder) throws IOException {
        ColorScale scale = ColorScale.of(ColorMap.VIRIDIS, matrix.range());
        HeatmapPicture.png(matrix, scale, PICTURE_WIDTH, folder.resolve("similarity.png"));
    }

    static Protocol protocol(int window, int maxWindows) {
        return new Protocol(ProtocolKind.WINDOWS, window, maxWindows, Bos.AUTO);
    }

    private static String summary(
            String model, LayerSimilarity similarity, Protocol compared, PerplexityReport perplexity) {
        return """
                First analysis of %s on %s

                similarity.png, similarity.csv
                %s, layers × layers, over %d windows of %d tokens

                perplexity.json
                %s
                """.formatted(
                        model,
                        SampleModels.sampleText().getFileName(),
                        similarity.options().words(),
                        similarity.windows(),
                        compared.window(),
                        PerplexityText.words(perplexity, null));
    }
}
