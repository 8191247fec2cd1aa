package org.crosslayer.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.AtomicFile;
import org.crosslayer.engine.similarity.HeadMode;
import org.crosslayer.engine.similarity.LayerSimilarity;
import org.crosslayer.engine.similarity.LogBase;
import org.crosslayer.engine.similarity.Metric;
import org.crosslayer.engine.similarity.SimilarityOptions;
import org.crosslayer.engine.similarity.SinkHandling;
import org.crosslayer.engine.tensor.DoubleMatrix;
import org.crosslayer.viz.export.MatrixCsv;
import org.crosslayer.viz.export.NpzArray;
import org.crosslayer.viz.export.NpzFile;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Compares all pairs of layers.
@Command(
        name = "similarity",
        customSynopsis =
                "crosslayer similarity MODEL (--ids ID,… | --text TEXT | --text-file FILE) --out FILE [OPTIONS]",
        description = "Compares the attention of all pairs of layers over a text.",
        footer = {
            "",
            "Example:",
            "  crosslayer similarity sample-models/models/sample-16l --text-file book.txt \\",
            "      --heads best-match --out layers.csv"
        })
final class SimilarityCommand extends ModelCommand {
    @ArgGroup(exclusive = true, multiplicity = "1")
    private TokenSource source;

    @Mixin
    private SpecialOption special;

    @Option(
            names = "--metric",
            paramLabel = "jsd|cosine|tv",
            defaultValue = "jsd",
            description = "Jensen-Shannon divergence (default), cosine similarity, total variation distance.")
    private Metric metric;

    @Option(
            names = "--heads",
            paramLabel = "mean|best-match|same-index",
            defaultValue = "mean",
            description = "Heads averaged to one map a layer (default), each with its best match, or by index.")
    private HeadMode heads;

    @Option(
            names = "--log-base",
            paramLabel = "e|2",
            defaultValue = "e",
            converter = Logarithm.class,
            description = "Of the divergence: e (default; at most 0.693) or 2 (at most 1).")
    private LogBase logBase;

    @Option(
            names = "--sink",
            paramLabel = "keep|skip-row|drop-key",
            defaultValue = "keep",
            description = "The first key: keep (default), skip-row (leave out the first token's row, the same for"
                    + " every head), drop-key (take it out of every row and renormalise).")
    private SinkHandling sink;

    @Mixin
    private WindowOptions windows;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "Where the numbers go; .json, .csv or .npz says how.")
    private Path out;

    @Override
    void checkUsage() throws EngineException, IOException, InputException {
        windows.checkUsage(this);
        if (!List.of("json", "csv", "npz").contains(extension())) {
            throw usage("--out must end in .json, .csv or .npz, not as in '" + out + "'");
        }
        Outputs.check(out);
    }

    @Override
    boolean readsText() {
        return source.isText();
    }

    @Override
    void run(LoadedModel loaded, Session session) throws EngineException, IOException, InputException {
        List<int[]> cut = windows.cut(loaded, source.ids(loaded, special.isGiven()));
        session.warn(source.bosWarning(loaded, special.isGiven()));
        SimilarityOptions options = new SimilarityOptions(metric, heads, logBase, sink);
        LayerSimilarity similarity =
                loaded.similarity(cut, options, _ -> {}, session.progress(), session.cancellation());
        write(similarity);
        session.out()
                .println(options.words() + "; " + similarity.windows() + " windows of " + cut.getFirst().length
                        + " tokens");
        table(similarity.values()).print(session.out());
    }

    private void write(LayerSimilarity similarity) throws EngineException, IOException {
        switch (extension()) {
            case "json" -> AtomicFile.write(out, stream -> Json.write(result(similarity), stream));
            case "csv" -> MatrixCsv.write(LayerMatrix.of("layers", similarity), out);
            default -> AtomicFile.write(out, stream -> NpzFile.write(arrays(similarity), stream));
        }
    }

    private String extension() {
        String name = out.toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static Map<String, NpzArray> arrays(LayerSimilarity similarity) {
        Map<String, NpzArray> arrays = new LinkedHashMap<>();
        arrays.put("values", array(similarity.values()));
        arrays.put("standardError", array(similarity.standardError()));
        return arrays;
    }

    private static NpzArray array(DoubleMatrix matrix) {
        return NpzArray.of(matrix.toArray(), matrix.rows(), matrix.columns());
    }

    private static Map<String, Object> result(LayerSimilarity similarity) {
        SimilarityOptions options = similarity.options();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("metric", Spelling.of(options.metric()));
        result.put("heads", Spelling.of(options.heads()));
        result.put("logBase", options.logBase().label());
        result.put("sink", Spelling.of(options.sink()));
        result.put("windows", similarity.windows());
        result.put("rows", similarity.rows());
        result.put("words", options.words());
        result.put("values", Json.rows(similarity.values()));
        result.put("standardError", Json.rows(similarity.standardError()));
        return result;
    }

    private static TextTable table(DoubleMatrix values) {
        TextTable table = new TextTable();
        table.row(cells("layer", IntStream.range(0, values.columns()).mapToObj(String::valueOf)));
        for (int layer = 0; layer < values.rows(); layer++) {
            table.row(cells(
                    String.valueOf(layer),
                    Arrays.stream(values.row(layer)).mapToObj(value -> String.format(Locale.ROOT, "%.3f", value))));
        }
        return table;
    }

    private static List<String> cells(String first, Stream<String> others) {
        return Stream.concat(Stream.of(first), others).toList();
    }
}
