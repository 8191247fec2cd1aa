package org.crosslayer.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.Interval;
import org.crosslayer.engine.evaluation.PerplexityReport;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.experiment.ResultTable;
import org.crosslayer.engine.format.AtomicFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the numbers of an experiment go: JSON with everything around them, or CSV, one line a measurement in
/// both.
final class ExperimentOutput {
    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "Where the numbers go; .json or .csv says how.")
    private Path out;

    /// Refuses a file that says not how, or could not be written.
    void check(Subcommand command) throws EngineException, IOException, InputException {
        if (!List.of("json", "csv").contains(extension())) {
            throw command.usage("--out must end in .json or .csv, not as in '" + out + "'");
        }
        Outputs.check(out);
    }

    /// Writes the file.
    ///
    /// @param around what is said before the measurements, in JSON
    void write(Map<String, Object> around, ResultTable table) throws EngineException, IOException {
        if (extension().equals("csv")) {
            byte[] text = table.csv().getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(out, stream -> stream.write(text));
            return;
        }
        Map<String, Object> result = new LinkedHashMap<>(around);
        result.put("points", table.rows());
        AtomicFile.write(out, stream -> Json.write(result, stream));
    }

    /// What both experiments begin with.
    static Map<String, Object> around(String experiment, String model, String text, Protocol protocol, int windows) {
        Map<String, Object> around = new LinkedHashMap<>();
        around.put("experiment", experiment);
        around.put("model", model);
        around.put("text", text);
        around.put("protocol", protocol.name());
        around.put("window", protocol.window());
        around.put("windows", windows);
        around.put("protocolWords", protocol.words());
        return around;
    }

    /// A measurement for people: the ratio and its interval.
    static String cell(@Nullable PerplexityReport report) {
        if (report == null) {
            return "";
        }
        Interval interval = report.interval();
        return interval == null
                ? String.format(Locale.ROOT, "%.4f", report.ratio())
                : String.format(Locale.ROOT, "%.4f [%.4f, %.4f]", report.ratio(), interval.low(), interval.high());
    }

    private String extension() {
        String name = out.toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
