package org.crosslayer.engine.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.crosslayer.engine.backend.CpuBackend;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Deviation;
import org.crosslayer.engine.model.Goldens;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SensitivityExperimentTest {
    private static final SensitivityOptions OPTIONS =
            new SensitivityOptions(List.of(3, 0), List.of(0.5, 0.1), List.of(0.4), 17);

    @Test
    void everyPointIsWhatMeasuringItsPlanAloneGives() throws EngineException {
        try (Goldens golden = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            SensitivityResult result = run(golden, OPTIONS);
            assertTrue(result.isComplete());
            assertEquals(
                    List.of(
                            new Deviation.UniformMix(0.1),
                            new Deviation.UniformMix(0.5),
                            new Deviation.ScoreNoise(0.4, 17)),
                    OPTIONS.deviations());
            for (int layer : List.of(0, 3)) {
                for (Deviation deviation : OPTIONS.deviations()) {
                    AttentionPlan plan = AttentionPlan.none(4).with(layer, new LayerAttention.Deviating(deviation));
                    SensitivityPoint point = Objects.requireNonNull(result.point(layer, deviation));
                    assertEquals(Texts.measured(golden, plan), point.report());
                }
            }
        }
    }

    @Test
    void theSeedDecidesAndNothingElse() throws EngineException {
        try (Goldens golden = Goldens.open("llama31-gqa", new CpuBackend())) {
            SensitivityOptions noise = new SensitivityOptions(List.of(1), List.of(), List.of(1.0), 5);
            SensitivityOptions other = new SensitivityOptions(List.of(1), List.of(), List.of(1.0), 6);
            assertEquals(run(golden, noise), run(golden, noise));
            assertNotEquals(nll(run(golden, noise)), nll(run(golden, other)));
        }
    }

    @Test
    void whatWasCancelledGoesOnWhereItStopped() throws EngineException {
        try (Goldens golden = Goldens.open("llama31-gqa", new ReferenceBackend());
                SensitivityExperiment experiment = experiment(golden, OPTIONS)) {
            List<SensitivityResult> partial = new ArrayList<>();
            @Nullable SensitivityResult end = null;
            while (end == null) {
                try {
                    end = experiment.run(partial::add, Progress.NONE, Texts.after(15));
                } catch (CancellationException _) {
                    assertTrue(partial.size() < 18);
                }
            }
            assertEquals(run(golden, OPTIONS), end);
            assertEquals(3 * 6, partial.size(), "nothing is measured twice");
        }
    }

    @Test
    void whatCannotBeTriedIsRefused() throws EngineException {
        try (Goldens golden = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            SensitivityOptions tooHigh = new SensitivityOptions(List.of(4), List.of(0.1), List.of(), 0);
            var refusal = assertThrows(UnsupportedModelException.class, () -> experiment(golden, tooHigh));
            assertEquals("This model has no layer 4: choose among 0 to 3.", refusal.getMessage());
        }
        List<Integer> layers = List.of(1);
        assertThrows(IllegalArgumentException.class, () -> new SensitivityOptions(layers, List.of(), List.of(), 0));
        assertThrows(IllegalArgumentException.class, () -> new SensitivityOptions(layers, List.of(1.5), List.of(), 0));
        assertThrows(IllegalArgumentException.class, () -> new SensitivityOptions(layers, List.of(), List.of(0.0), 0));
        assertThrows(
                IllegalArgumentException.class, () -> new SensitivityOptions(List.of(), List.of(0.1), List.of(), 0));
    }

    private static SensitivityExperiment experiment(Goldens golden, SensitivityOptions options) throws EngineException {
        return SensitivityExperiment.of(golden.decoder(), Texts.windows(golden), Texts.PROTOCOL, options, Texts.BUDGET);
    }

    private static SensitivityResult run(Goldens golden, SensitivityOptions options) throws EngineException {
        try (SensitivityExperiment experiment = experiment(golden, options)) {
            return experiment.run(_ -> {}, Progress.NONE, Cancellation.NEVER);
        }
    }

    private static double nll(SensitivityResult result) {
        return Objects.requireNonNull(result.points().getFirst().report()).nll();
    }
}
