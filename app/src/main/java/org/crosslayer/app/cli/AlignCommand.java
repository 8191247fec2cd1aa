package org.crosslayer.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.AtomicFile;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.MatchMethod;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Matches the heads of each layer to those of the layer below.
@Command(
        name = "align",
        customSynopsis = "crosslayer align MODEL (--ids ID,… | --text TEXT | --text-file FILE) --out FILE [OPTIONS]",
        description = {
            "Matches the heads of each layer to those of the layer below.",
            "Each head gets the one whose attention is most like its own, by Jensen-Shannon divergence over a text."
        },
        footer = {
            "",
            "Example:",
            "  crosslayer align sample-models/models/sample-16l --text-file book.txt \\",
            "      --max-windows 8 --out heads.json"
        })
final class AlignCommand extends ModelCommand {
    @ArgGroup(exclusive = true, multiplicity = "1")
    private TokenSource source;

    @Mixin
    private SpecialOption special;

    @Option(
            names = "--method",
            paramLabel = "argmin|hungarian",
            defaultValue = "argmin",
            description = "argmin (default): each takes the closest, several may take the same; hungarian: one to one.")
    private MatchMethod method;

    @Mixin
    private WindowOptions windows;

    @Option(names = "--out", paramLabel = "FILE.json", required = true, description = "Where the head maps go.")
    private Path out;

    @Override
    void checkUsage() throws EngineException, IOException, InputException {
        windows.checkUsage(this);
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
        List<HeadAlignment> pairs = loaded.align(cut, method, session.progress(), session.cancellation());
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("method", Spelling.of(method));
        result.put("windows", cut.size());
        result.put("pairs", pairs.stream().map(AlignCommand::pair).toList());
        AtomicFile.write(out, stream -> Json.write(result, stream));
        table(pairs).print(session.out());
    }

    private static Map<String, Object> pair(HeadAlignment pair) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("layer", pair.layer());
        result.put("source", pair.source());
        result.put("map", pair.map());
        result.put("cost", Json.rows(pair.cost()));
        return result;
    }

    private static TextTable table(List<HeadAlignment> pairs) {
        TextTable table = new TextTable().row("layer", "source", "matched", "same index", "map");
        for (HeadAlignment pair : pairs) {
            table.row(
                    String.valueOf(pair.layer()),
                    String.valueOf(pair.source()),
                    String.format(Locale.ROOT, "%.4f", pair.matchedCost()),
                    String.format(Locale.ROOT, "%.4f", pair.sameIndexCost()),
                    pair.map().toString());
        }
        return table;
    }
}
