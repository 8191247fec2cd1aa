package org.crosslayer.app.workspace;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.format.Checkpoint;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.sharing.FitNotes;
import org.crosslayer.engine.sharing.ModelIdentity;
import org.crosslayer.engine.sharing.PlanFile;
import org.jspecify.annotations.Nullable;

/// Plans in files for a model without weights.
final class FakePlans {
    private @Nullable SavedPlan saved;

    /// What a file holds; one that is not there has layers 2 and 3 as LiSA, and `other.json` is another model's.
    SavedPlan read(Path file) throws BadFileException {
        if (file.endsWith("other.json")) {
            throw new BadFileException(file, "was made for another model: open that one.");
        }
        if (Files.exists(file)) {
            return new SavedPlan(file, PlanFile.read(file, identity()), PlanFile.notes(file));
        }
        LisaOptions options = LisaOptions.defaults(FakeAnalyst.HEADS);
        AttentionPlan plan = AttentionPlan.none(FakeAnalyst.LAYERS)
                .with(2, new LayerAttention.Lisa(1, LisaAdapter.random(FakeAnalyst.CONFIG, options, 2)))
                .with(3, new LayerAttention.Lisa(2, LisaAdapter.random(FakeAnalyst.CONFIG, options, 3)));
        return new SavedPlan(file, plan, new FitNotes(Map.of("calibration", "novel.txt"), Map.of()));
    }

    /// Keeps a plan, and writes it where it has a place of its own.
    void write(Path file, AttentionPlan plan, FitNotes notes) throws BadFileException {
        if (file.isAbsolute()) {
            PlanFile.write(file, plan, identity(), notes);
        }
        saved = new SavedPlan(file, plan, notes);
    }

    /// The plan that was saved last.
    @Nullable
    SavedPlan saved() {
        return saved;
    }

    /// Without weights all models are the same.
    private static ModelIdentity identity() {
        return new ModelIdentity(FakeAnalyst.CONFIG, new Checkpoint() {
            @Override
            public Map<String, MappedTensor> tensors() {
                return Map.of();
            }

            @Override
            public Map<String, String> metadata() {
                return Map.of();
            }

            @Override
            public void close() {}
        });
    }
}
