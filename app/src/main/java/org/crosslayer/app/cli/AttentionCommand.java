package org.crosslayer.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.capture.ForwardRecord;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.SafetensorsLayout;
import org.crosslayer.engine.format.SafetensorsWriter;
import org.crosslayer.engine.tensor.DType;
import org.crosslayer.engine.tensor.FloatMatrix;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Runs one text and writes down everything that it left behind.
@Command(
        name = "attention",
        customSynopsis =
                "crosslayer attention MODEL (--ids ID,… | --text TEXT | --text-file FILE) --out FILE [OPTIONS]",
        description = {
            "Writes the attention patterns of a short text, with logits and hidden states.",
            "As safetensors: input_ids I64 [1,n], logits F32 [1,n,nVocab], attentions F32 [nLayers,1,nHeads,n,n], hidden F32 [nLayers+1,1,n,dModel] (before each layer, last after the final norm)."
        },
        footer = {
            "",
            "Example:",
            "  crosslayer attention sample-models/models/sample-16l --text 'My dear aunt' \\",
            "      --out aunt.safetensors"
        })
final class AttentionCommand extends ModelCommand {
    @ArgGroup(exclusive = true, multiplicity = "1")
    private TokenSource source;

    @Mixin
    private SpecialOption special;

    @Mixin
    private PlanOptions plan;

    @Option(names = "--out", paramLabel = "FILE.safetensors", required = true, description = "Where the tensors go.")
    private Path out;

    @Override
    void checkUsage() throws EngineException, IOException, InputException {
        Outputs.checkOrdinary(out);
    }

    @Override
    boolean readsText() {
        return source.isText() || plan.readsText();
    }

    @Override
    void run(LoadedModel loaded, Session session) throws EngineException, IOException, InputException {
        int[] ids = source.ids(loaded, special.isGiven());
        session.warn(source.bosWarning(loaded, special.isGiven()));
        ForwardRecord record =
                loaded.record(ids, plan.plan(loaded, session), session.progress(), session.cancellation());
        write(ids, record, loaded.config().nHeads());
        session.out().println(ids.length + " tokens, " + loaded.config().nLayers() + " layers → " + out);
    }

    private void write(int[] ids, ForwardRecord record, int nHeads) throws BadFileException {
        List<FloatMatrix> hidden = record.hidden();
        int n = ids.length;
        int nLayers = hidden.size() - 1;
        SafetensorsLayout layout = new SafetensorsLayout()
                .tensor("input_ids", DType.I64, 1, n)
                .tensor("logits", DType.F32, 1, n, record.logits().columns())
                .tensor("attentions", DType.F32, nLayers, 1, nHeads, n, n)
                .tensor(
                        "hidden",
                        DType.F32,
                        nLayers + 1,
                        1,
                        n,
                        hidden.getFirst().columns());
        try (SafetensorsWriter writer = layout.open(out)) {
            writer.write("input_ids", Arrays.stream(ids).asLongStream().toArray());
            writer.write("logits", record.logits().toArray());
            for (int layer = 0; layer < nLayers; layer++) {
                for (int head = 0; head < nHeads; head++) {
                    writer.write("attentions", record.maps().head(layer, head).toArray());
                }
            }
            for (FloatMatrix states : hidden) {
                writer.write("hidden", states.toArray());
            }
            writer.finish();
        }
    }
}
