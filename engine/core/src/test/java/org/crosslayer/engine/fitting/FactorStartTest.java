package org.crosslayer.engine.fitting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.crosslayer.engine.backend.FastBackend;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.Goldens;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactorStartTest {
    private static final int[] TEXT = Fits.text(600);

    @ParameterizedTest
    @ValueSource(strings = {"llama-mha", "llama31-gqa"})
    void withAllPairsAndNoAlignmentTheStartIsTheLayersOwnAttention(String model) throws EngineException {
        try (Goldens golden = Goldens.open(model, new ReferenceBackend())) {
            ModelConfig config = golden.decoder().config();
            FitOptions plain = Fits.options(config, List.of(1, 2, 3));
            FitOptions options = plain.withLisa(plain.lisa().withRank(config.dHead()));
            try (Fitter fitter = Fitter.of(golden.decoder(), TEXT, options)) {
                fitter.run(_ -> {}, Progress.NONE, Cancellation.NEVER);
                FitResult start = fitter.best().orElseThrow();
                assertEquals(0, start.heldOut(), 1e-4);
                assertNotNull(Objects.requireNonNull(start.adapters().get(1)).frequencies());
            }
        }
    }

    @Test
    void everyPairThatIsAddedBringsTheStartNearer() throws EngineException {
        try (Goldens golden = Goldens.open("sample-16l", FastBackend.open())) {
            FitOptions plain = FitOptions.defaults(golden.decoder().config(), List.of(1, 3, 4))
                    .withWindow(64)
                    .withStages(new StageOptions(0, 1, 1), new StageOptions(0, 1, 1));
            List<Double> reached = new ArrayList<>();
            for (int rank : new int[] {2, 6, 16}) {
                LisaOptions lisa = plain.lisa().withRank(rank);
                reached.add(started(golden, plain.withLisa(lisa)));
            }
            reached.add(0, started(golden, plain.withStart(StartMethod.LINEAR)));
            for (int i = 1; i < reached.size(); i++) {
                assertTrue(reached.get(i) < reached.get(i - 1), reached.toString());
            }
        }
    }

    @Test
    void theFrequenciesAreTheModelsOwn() throws EngineException {
        try (Goldens golden = Goldens.open("llama31-gqa", new ReferenceBackend());
                Fitter fitter = Fitter.of(
                        golden.decoder(), TEXT, Fits.options(golden.decoder().config(), List.of(2)))) {
            fitter.run(_ -> {}, Progress.NONE, Cancellation.NEVER);
            var adapter = Objects.requireNonNull(
                    fitter.best().orElseThrow().adapters().get(2));
            List<Float> known = new ArrayList<>();
            for (float frequency : Objects.requireNonNull(
                            golden.decoder().config().layer(2).rope())
                    .frequencies(Fits.WINDOW)) {
                known.add(frequency);
            }
            for (float frequency : Objects.requireNonNull(adapter.frequencies()).toArray()) {
                assertTrue(known.contains(frequency), known + " without " + frequency);
            }
        }
    }

    private static double started(Goldens golden, FitOptions options) throws EngineException {
        try (Fitter fitter = Fitter.of(golden.decoder(), TEXT, options)) {
            fitter.run(_ -> {}, Progress.NONE, Cancellation.NEVER);
            return fitter.best().orElseThrow().heldOut();
        }
    }
}
