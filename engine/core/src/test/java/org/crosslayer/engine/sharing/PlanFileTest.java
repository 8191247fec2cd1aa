package org.crosslayer.engine.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.Checkpoint;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention.CopyPattern;
import org.crosslayer.engine.model.LayerAttention.MappedPattern;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.model.RandomPlans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanFileTest {
    private static final ModelConfig CONFIG = ModelConfig.llama(6, 4, 2, 8, 2, 16, 100, 128, true);

    private static final ModelIdentity MODEL = new ModelIdentity(CONFIG, new NoTensors());

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsReadBack() throws EngineException {
        Path file = folder.resolve("plan.json");
        Random random = new Random(7);
        for (int i = 0; i < 50; i++) {
            AttentionPlan plan = RandomPlans.any(random, 6, 4);
            PlanFile.write(file, plan, MODEL, FitNotes.NONE);
            assertEquals(plan, PlanFile.read(file, MODEL));
        }
    }

    @Test
    void aPlanIsReadInAnyOrderOfLayers() throws EngineException, IOException {
        AttentionPlan expected =
                AttentionPlan.none(6).with(2, new CopyPattern(1)).with(4, new MappedPattern(2, List.of(3, 2, 1, 0)));
        assertEquals(expected, read("""
                {"name": "by hand", "schemaVersion": 1, "nLayers": 6, "nHeads": 4, "layers": [
                {"layer": 4, "mode": "mapped", "source": 2, "headMap": [3, 2, 1, 0]},
                {"layer": 2, "mode": "copy", "source": 1}]}"""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"layer": 0, "mode": "copy", "source": 0} | layers[0] has 0 as "layer" where a whole number from 1 to 5
            {"layer": 6, "mode": "copy", "source": 0} | layers[0] has 6 as "layer"
            {"mode": "copy", "source": 0} | layers[0] has nothing as "layer"
            {"layer": 3, "mode": "copy", "source": 3} | layers[0] (layer 3) has 3 as "source"
            {"layer": 3, "mode": "copy", "source": -1} | layers[0] (layer 3) has -1 as "source"
            {"layer": 3, "mode": "copy", "source": "2"} | has "2" as "source" where a whole number from 0 to 2
            {"layer": 3, "mode": "copy"} | has nothing as "source"
            {"layer": 3, "mode": "steal", "source": 2} | layers[0] (layer 3) has mode "steal", known are
            {"layer": 3, "source": 2} | layers[0] (layer 3) has mode nothing, known are
            {"layer": 3, "mode": "copy", "source": 2, "headMap": [0, 1, 2, 3]} | a key "headMap" that mode "copy"
            {"layer": 3, "mode": "mapped", "source": 2} | needs a "headMap" of 4 heads but has nothing
            {"layer": 3, "mode": "mapped", "source": 2, "headMap": [0, 1]} | of 4 heads but has one of 2
            {"layer": 3, "mode": "mapped", "source": 2, "headMap": [0, 1, 2, 4]} | has 4 in its "headMap"
            {"layer": 3, "mode": "mapped", "source": 2, "headMap": [0, 1, 2, 1.5]} | has 1.5 in its "headMap"
            {"layer": 3, "mode": "copy", "source": 2}, {"layer": 3, "mode": "copy", "source": 1} | layers[1] (layer 3)
            17 | layers[0] has nothing as "layer"
            """)
    void anEntryThatMakesNoSenseIsNamed(String entries, String complaint) {
        BadFileException e = assertThrows(
                BadFileException.class,
                () -> read("{\"schemaVersion\": 1, \"nLayers\": 6, \"nHeads\": 4, \"layers\": [" + entries + "]}"));
        assertTrue(e.getMessage().contains(complaint), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"nLayers": 6} | is not a plan
            [1, 2] | is not a plan
            `` | is not a plan
            {"schemaVersion": 2} | has schemaVersion 2, this program reads 1
            {"schemaVersion": 1, "nLayers": 7, "nHeads": 4} | is a plan for a model of 7 layers, this one has 6
            {"schemaVersion": 1, "nLayers": 6, "nHeads": 5} | is a plan for a model of 5 heads, this one has 4
            {"schemaVersion": 1, "nLayers": 6, "nHeads": 4} | "layers" must be a list of entries but is nothing
            {"schemaVersion": 1, | is not JSON (line 1)
            {"schemaVersion": 1, "schemaVersion": 1} | is not JSON
            """)
    void aFileThatIsNoPlanForThisModelIsRefused(String text, String complaint) {
        BadFileException e = assertThrows(BadFileException.class, () -> read(text));
        assertTrue(e.getMessage().contains(complaint), e.getMessage());
    }

    @Test
    void aMissingFileOrAFolderIsASentence() {
        assertThrows(BadFileException.class, () -> PlanFile.read(folder.resolve("nowhere.json"), MODEL));
        assertThrows(BadFileException.class, () -> PlanFile.read(folder, MODEL));
        assertThrows(
                BadFileException.class,
                () -> PlanFile.write(folder.resolve("no/folder.json"), AttentionPlan.none(6), MODEL, FitNotes.NONE));
    }

    private AttentionPlan read(String json) throws EngineException, IOException {
        return PlanFile.read(Files.writeString(folder.resolve("plan.json"), json), MODEL);
    }

    /// A model that no adapter belongs to.
    private record NoTensors() implements Checkpoint {
        @Override
        public Map<String, MappedTensor> tensors() {
            return Map.of();
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of();
        }

        @Override
        public void close() {
            // There is nothing open.
        }
    }
}
