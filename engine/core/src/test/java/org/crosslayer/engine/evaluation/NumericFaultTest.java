package org.crosslayer.engine.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.NumericFaultException;
import org.crosslayer.engine.format.Checkpoint;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.format.SafetensorsFile;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.ConfigReader;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tensor.DType;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;

/// A model one of whose embeddings is not a number: every token from its first use on has no loss.
class NumericFaultTest {
    private static final int DAMAGED = 77;
    private static final AttentionPlan OWN = AttentionPlan.none(4);

    @Test
    void theFirstTokenWithoutALossIsNamed() throws EngineException {
        try (SafetensorsFile file = weights()) {
            NumericFaultException e = assertThrows(
                    NumericFaultException.class,
                    () -> PerplexityMeter.measure(
                            damaged(file),
                            List.of(
                                    ScoredWindow.of(new int[] {1, 2, 3, 4}, 1),
                                    ScoredWindow.of(new int[] {5, 6, DAMAGED, 8}, 1)),
                            Protocol.windows(4),
                            OWN,
                            null,
                            Progress.NONE,
                            Cancellation.NEVER));
            assertEquals(
                    "Not a finite number in the loss of token 4 of window 2: the weights are damaged or outside what"
                            + " float32 can carry.",
                    e.getMessage());
        }
    }

    @Test
    void aLiveEvaluationSaysSoEveryTimeItIsAsked() throws EngineException {
        try (SafetensorsFile file = weights();
                LiveEvaluation live = LiveEvaluation.of(
                        damaged(file),
                        List.of(ScoredWindow.of(new int[] {5, DAMAGED, 7, 8}, 1)),
                        Protocol.windows(4),
                        1 << 20)) {
            assertThrows(NumericFaultException.class, () -> live.evaluate(OWN, _ -> {}, Cancellation.NEVER));
            assertThrows(NumericFaultException.class, () -> live.evaluate(OWN, _ -> {}, Cancellation.NEVER));
        }
    }

    @Test
    void generatingSaysAfterWhichToken() throws EngineException {
        try (SafetensorsFile file = weights()) {
            NumericFaultException e = assertThrows(
                    NumericFaultException.class,
                    () -> Generator.ids(
                            damaged(file),
                            OptionalInt.empty(),
                            new int[] {5, DAMAGED},
                            GenerationOptions.greedy(3),
                            OWN,
                            Progress.NONE,
                            Cancellation.NEVER));
            assertEquals(
                    "Not a finite number in the logits after token 2: the weights are damaged or outside what float32"
                            + " can carry.",
                    e.getMessage());
        }
    }

    private static SafetensorsFile weights() throws EngineException {
        return SafetensorsFile.open(folder().resolve("model.safetensors"));
    }

    private static Decoder damaged(Checkpoint whole) throws EngineException {
        Map<String, MappedTensor> tensors = new HashMap<>(whole.tensors());
        tensors.computeIfPresent("model.embed_tokens.weight", (name, tensor) -> {
            float[] values = tensor.toFloats();
            Arrays.fill(values, DAMAGED * 64, DAMAGED * 64 + 64, Float.NaN);
            return new MappedTensor(name, DType.F32, tensor.shape(), MemorySegment.ofArray(values));
        });
        Checkpoint checkpoint = new Checkpoint() {
            @Override
            public Map<String, MappedTensor> tensors() {
                return tensors;
            }

            @Override
            public Map<String, String> metadata() {
                return whole.metadata();
            }

            @Override
            public void close() {
                // The file behind it is closed by the test.
            }
        };
        return Decoder.of(
                folder(), checkpoint, ConfigReader.read(folder().resolve("config.json")), new ReferenceBackend());
    }

    private static Path folder() {
        return SampleModels.golden("llama31-gqa");
    }
}
