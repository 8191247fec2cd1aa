package org.crosslayer.engine.fitting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.backend.FastBackend;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.NumericFaultException;
import org.crosslayer.engine.error.TooLittleTextException;
import org.crosslayer.engine.error.UnsupportedModelException;
import org.crosslayer.engine.model.Goldens;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.crosslayer.engine.tokenizer.Tokenizer;
import org.crosslayer.engine.tokenizer.TokenizerFiles;
import org.crosslayer.samples.SampleModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FitterTest {
    private static final int[] TEXT = Fits.text(600);

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void bothStagesBringTheModelNearerToItselfOnTextNeverFittedOn(StartMethod start)
            throws EngineException, IOException {
        try (Goldens golden = Goldens.open("sample-16l", FastBackend.open())) {
            ModelConfig config = golden.decoder().config();
            FitOptions options = FitOptions.defaults(config, List.of(1, 3, 4))
                    .withWindow(64)
                    .withStart(start)
                    .withOutputWeight(0)
                    .withStages(new StageOptions(20, 1, 1e-2), new StageOptions(10, 2, 2e-3));
            try (Fitter fitter = Fitter.of(golden.decoder(), sampleText(), options)) {
                List<FitPoint> points = new ArrayList<>();
                fitter.run(points::add, Progress.NONE, Cancellation.NEVER);
                assertEquals(31, points.size());
                double before = heldOut(points.getFirst());
                double local = heldOut(points.get(20));
                FitResult best = fitter.best().orElseThrow();
                assertTrue(local < 0.8 * before, before + " became " + local);
                assertTrue(best.heldOut() < local, local + " became " + best.heldOut());
                assertEquals(FitStage.DISTILL, best.stage());
                assertEquals(3, best.plan().sharedCount());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen3", "gemma2", "gpt2", "gpt-neox", "bloom"})
    void theWayBackThroughTheModelIsRefusedWhereItIsNotKnown(String name) throws EngineException {
        try (Goldens golden = Goldens.open(name, FastBackend.open())) {
            FitOptions options = options(golden.decoder().config(), 0, 1);
            UnsupportedModelException e =
                    assertThrows(UnsupportedModelException.class, () -> Fitter.of(golden.decoder(), TEXT, options));
            assertTrue(e.getMessage().contains("layer by layer"), e.getMessage());
        }
    }

    @Test
    void layersThatHandOnPatternsCanBeFittedToo() throws EngineException, IOException {
        try (Goldens golden = Goldens.open("sample-16l", FastBackend.open())) {
            FitOptions plain = FitOptions.defaults(golden.decoder().config(), List.of(3, 4));
            LisaOptions lisa = plain.lisa();
            FitOptions options = plain.withLisa(new LisaOptions(
                            lisa.rank(),
                            lisa.hidden(),
                            lisa.activation(),
                            lisa.skip(),
                            lisa.rope(),
                            LisaOptions.Carrier.PATTERN,
                            lisa.combine()))
                    .withWindow(64)
                    .withStages(new StageOptions(15, 1, 3e-3), new StageOptions(8, 2, 1e-3));
            try (Fitter fitter = Fitter.of(golden.decoder(), sampleText(), options)) {
                List<FitPoint> points = new ArrayList<>();
                fitter.run(points::add, Progress.NONE, Cancellation.NEVER);
                double local = heldOut(points.get(15));
                double best = fitter.best().orElseThrow().heldOut();
                assertTrue(local < heldOut(points.getFirst()), points.toString());
                assertTrue(best < local, points.toString());
            }
        }
    }

    @Test
    void theAlignmentAloneIsAPlanToo() throws EngineException {
        try (Goldens golden = Goldens.open("llama-mha", FastBackend.open());
                Fitter fitter = Fitter.of(
                        golden.decoder(), TEXT, options(golden.decoder().config(), 0, 0))) {
            FitResult aligned = fitter.align(Progress.NONE, Cancellation.NEVER);
            assertEquals(2, aligned.plan().sharedCount());
            assertTrue(aligned.heldOut() > 0);
            assertTrue(fitter.best().isEmpty());
        }
    }

    @Test
    void aFitOfTheAlignmentAloneWithoutStepsIsTheAlignment() throws EngineException {
        try (Goldens golden = Goldens.open("llama31-gqa", FastBackend.open())) {
            LisaOptions parts = new LisaOptions(
                    0, 0, Activation.SILU, true, true, LisaOptions.Carrier.SCORES, LisaOptions.Combine.ADD);
            FitOptions options = options(golden.decoder().config(), 0, 0).withLisa(parts);
            FitResult fitted = fitted(golden, options);
            try (Fitter fitter = Fitter.of(golden.decoder(), TEXT, options)) {
                FitResult aligned = fitter.align(Progress.NONE, Cancellation.NEVER);
                assertEquals(aligned.adapters(), fitted.adapters());
                assertEquals(aligned.heldOut(), fitted.heldOut());
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameBitsAndAnotherOneOthers() throws EngineException {
        try (Goldens golden = Goldens.open("llama31-gqa", FastBackend.open())) {
            FitOptions options = options(golden.decoder().config(), 5, 3);
            FitResult first = fitted(golden, options);
            FitResult second = fitted(golden, options);
            assertEquals(first.adapters(), second.adapters());
            assertEquals(first.heldOut(), second.heldOut());
            assertFalse(fitted(golden, options.withSeed(2)).adapters().equals(first.adapters()));
        }
    }

    @Test
    void aCancelledFitKeepsItsBestStateAndCanBeTakenUp(@TempDir Path folder) throws EngineException {
        try (Goldens golden = Goldens.open("llama-mha", FastBackend.open())) {
            FitOptions options = options(golden.decoder().config(), 10, 8);
            FitResult whole = fitted(golden, options);
            for (int stopAt : new int[] {3, 10, 14}) {
                Path checkpoint = folder.resolve("fit-" + stopAt + ".safetensors");
                try (Fitter fitter = Fitter.of(golden.decoder(), TEXT, options)) {
                    AtomicBoolean stop = new AtomicBoolean();
                    int[] seen = {0};
                    assertThrows(
                            CancellationException.class,
                            () -> fitter.run(_ -> stop.set(seen[0]++ == stopAt), Progress.NONE, stop::get));
                    assertTrue(fitter.best().isPresent());
                    fitter.save(checkpoint);
                }
                try (Fitter fitter = Fitter.resume(golden.decoder(), TEXT, options, checkpoint)) {
                    assertTrue(fitter.best().isPresent());
                    fitter.run(_ -> {}, Progress.NONE, Cancellation.NEVER);
                    FitResult result = fitter.best().orElseThrow();
                    assertEquals(whole.adapters(), result.adapters(), "stopped at " + stopAt);
                    assertEquals(whole.heldOut(), result.heldOut());
                }
                assertThrows(BadFileException.class, () -> Fitter.resume(
                                golden.decoder(), TEXT, options.withSeed(9), checkpoint)
                        .close());
            }
        }
    }

    @Test
    void aFitThatRunsAwayStopsAndSaysWhere() throws EngineException {
        try (Goldens golden = Goldens.open("llama-mha", new ReferenceBackend())) {
            ModelConfig config = golden.decoder().config();
            FitOptions options = Fits.options(config, List.of(1, 2))
                    .withStages(new StageOptions(9, 1, 1e30), new StageOptions(0, 1, 1));
            try (Fitter fitter = Fitter.of(golden.decoder(), TEXT, options)) {
                String message = String.valueOf(assertThrows(
                                NumericFaultException.class,
                                () -> fitter.run(_ -> {}, Progress.NONE, Cancellation.NEVER))
                        .getMessage());
                assertTrue(message.contains("step 2") && message.contains("layer 1"), message);
                assertTrue(fitter.best().isPresent());
            }
        }
    }

    @Test
    void aFitCanStartFromWhatAnEarlierOneHasLeft() throws EngineException {
        try (Goldens golden = Goldens.open("llama-mha", FastBackend.open())) {
            FitOptions options = options(golden.decoder().config(), 4, 0);
            FitResult earlier = fitted(golden, options);
            FitOptions more = options(golden.decoder().config(), 0, 4);
            try (Fitter fitter = Fitter.of(golden.decoder(), TEXT, more, earlier.adapters())) {
                List<FitPoint> points = new ArrayList<>();
                fitter.run(points::add, Progress.NONE, Cancellation.NEVER);
                assertEquals(earlier.heldOut(), heldOut(points.getFirst()));
            }
            FitOptions others = more.withLisa(more.lisa().withRank(2));
            assertThrows(
                    IllegalArgumentException.class, () -> Fitter.of(golden.decoder(), TEXT, others, earlier.adapters())
                            .close());
        }
    }

    @Test
    void aTextOfLessThanTwoWindowsIsRefused() throws EngineException {
        try (Goldens golden = Goldens.open("llama-mha", new ReferenceBackend())) {
            FitOptions options = options(golden.decoder().config(), 1, 1);
            assertThrows(TooLittleTextException.class, () -> Fitter.of(
                            golden.decoder(), Fits.text(2 * Fits.WINDOW - 1), options)
                    .close());
        }
    }

    @Test
    void noWindowThatIsFittedOnTouchesOneThatIsMeasured() throws EngineException {
        int[] ids = new int[600];
        Arrays.setAll(ids, i -> i);
        try (Goldens golden = Goldens.open("llama-mha", new ReferenceBackend())) {
            CalibrationText text =
                    new CalibrationText(ids, options(golden.decoder().config(), 1, 1));
            List<int[]> heldOut = text.heldOut();
            assertTrue(heldOut.size() > 1);
            for (int step = 0; step < 300; step++) {
                for (int[] drawn : text.draw("TEST", step, 2)) {
                    for (int[] kept : heldOut) {
                        assertTrue(Math.abs(drawn[0] - kept[0]) >= Fits.WINDOW);
                    }
                }
            }
        }
    }

    private static int[] sampleText() throws EngineException, IOException {
        try (Tokenizer tokenizer = TokenizerFiles.open(SampleModels.sample16l())) {
            String text = Files.readString(SampleModels.sampleText());
            return tokenizer.encode(text, false).ids().stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
    }

    private static FitResult fitted(Goldens golden, FitOptions options) throws EngineException {
        try (Fitter fitter = Fitter.of(golden.decoder(), TEXT, options)) {
            fitter.run(_ -> {}, Progress.NONE, Cancellation.NEVER);
            return fitter.best().orElseThrow();
        }
    }

    private static double heldOut(FitPoint point) {
        return Objects.requireNonNull(point.heldOut(), "measured");
    }

    private static FitOptions options(ModelConfig config, int local, int distill) {
        return Fits.options(config, List.of(1, 2))
                .withStages(new StageOptions(local, 2, 2e-2), new StageOptions(distill, 2, 1e-2));
    }
}
