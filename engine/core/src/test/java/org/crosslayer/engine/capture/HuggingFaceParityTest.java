package org.crosslayer.engine.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.FastBackend;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Goldens;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Logits, patterns and hidden states against those of Hugging Face transformers in float32, eager attention.
class HuggingFaceParityTest {
    static Stream<String> models() {
        return Stream.of(Goldens.architectures(), Goldens.variants(), Stream.of("sample-16l"))
                .flatMap(it -> it);
    }

    @ParameterizedTest
    @MethodSource("models")
    void theReferenceBackendAgrees(String model) throws EngineException {
        compare(model, new ReferenceBackend(), 1e-4, 1e-5);
    }

    @ParameterizedTest
    @MethodSource("models")
    void theCpuBackendAgrees(String model) throws EngineException {
        compare(model, FastBackend.open(), 2e-3, 1e-4);
    }

    private static void compare(String model, Backend backend, double logitTolerance, double patternTolerance)
            throws EngineException {
        try (Goldens golden = Goldens.open(model, backend)) {
            int[] ids = golden.ids();
            int nLayers = golden.decoder().config().nLayers();
            ForwardRecord ours = new AttentionCapture(golden.decoder(), AttentionPlan.none(nLayers))
                    .record(ids, Progress.NONE, Cancellation.NEVER);

            assertClose("logits", golden.floats("logits"), ours.logits().toArray(), 0, logitTolerance);
            int nHeads = golden.decoder().config().nHeads();
            float[] attentions = golden.floats("attentions");
            for (int layer = 0; layer < nLayers; layer++) {
                for (int head = 0; head < nHeads; head++) {
                    int offset = (layer * nHeads + head) * ids.length * ids.length;
                    float[] map = ours.maps().head(layer, head).toArray();
                    assertClose("layer " + layer + " head " + head, attentions, map, offset, patternTolerance);
                }
            }
            if (golden.has("hidden")) {
                float[] hidden = golden.floats("hidden");
                for (int layer = 0; layer <= nLayers; layer++) {
                    float[] state = ours.hidden().get(layer).toArray();
                    assertClose("hidden " + layer, hidden, state, layer * state.length, logitTolerance);
                }
            }
        }
    }

    private static void assertClose(String what, float[] expected, float[] actual, int offset, double tolerance) {
        assertTrue(offset + actual.length <= expected.length, what + " has the wrong size");
        for (int i = 0; i < actual.length; i++) {
            assertEquals(expected[offset + i], actual[i], tolerance, what + " at " + i);
        }
    }
}
