package org.crosslayer.engine.fitting;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.model.DecoderPass;
import org.crosslayer.engine.model.ForwardObserver;
import org.crosslayer.engine.model.Goldens;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions.Carrier;
import org.crosslayer.engine.model.LisaOptions.Combine;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.task.Cancellation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The gradients of whole losses against differences of these losses, along a direction near the gradient's.
class FitGradientsTest {
    private static final float STEP = 0.01f;
    private static final int OUTER_BIAS = 3;

    /// A model and how it is fitted.
    ///
    /// @param chained as in [FitOptions]
    record Case(
            String model,
            List<Integer> layers,
            boolean chained,
            Carrier carrier,
            Combine combine,
            boolean skip,
            boolean rope) {
        FitOptions options(ModelConfig config) {
            FitOptions plain = Fits.options(config, layers).withLisa(Fits.lisa(carrier, combine, skip, rope));
            return new FitOptions(
                    layers,
                    plain.lisa(),
                    chained,
                    plain.start(),
                    plain.local(),
                    plain.distill(),
                    plain.window(),
                    plain.seed(),
                    plain.heldOutShare(),
                    plain.outputWeight());
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("llama-mha", List.of(1, 2), true, Carrier.SCORES, Combine.ADD, true, true),
                new Case("llama31-gqa", List.of(1, 2, 3), true, Carrier.SCORES, Combine.ADD, true, true),
                new Case("llama31-gqa", List.of(2, 3), false, Carrier.SCORES, Combine.ADD, false, false),
                new Case("llama-mha", List.of(1, 3), true, Carrier.SCORES, Combine.CONCAT, true, true),
                new Case("llama31-gqa", List.of(1, 2), true, Carrier.PATTERN, Combine.ADD, true, true),
                new Case("llama-mha", List.of(2, 3), false, Carrier.PATTERN, Combine.CONCAT, true, false),
                new Case("qwen2", List.of(1, 2), true, Carrier.SCORES, Combine.ADD, true, true),
                new Case("gemma", List.of(2, 3), true, Carrier.SCORES, Combine.ADD, true, true),
                new Case("seed-oss", List.of(1, 3), true, Carrier.SCORES, Combine.ADD, true, true));
    }

    /// Fitting layer by layer is for every architecture.
    static Stream<Case> localCases() {
        Stream<Case> others = Goldens.architectures()
                .filter(name -> cases().noneMatch(known -> known.model().equals(name)))
                .map(name -> new Case(name, List.of(1, 3), true, Carrier.SCORES, Combine.ADD, true, true));
        return Stream.concat(cases(), others);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theStudentComputesWhatTheDecoderComputes(Case tried) throws EngineException {
        try (Goldens golden = Goldens.open(tried.model(), new ReferenceBackend())) {
            Decoder decoder = golden.decoder();
            Backend backend = decoder.backend();
            FitOptions options = tried.options(decoder.config());
            Map<Integer, LisaAdapter> start = Fits.random(decoder.config(), options);
            int[] ids = Fits.text(Fits.WINDOW);
            try (Workspace workspace = backend.workspace();
                    StudentPass student = new StudentPass(
                            decoder, new Adapters(options, decoder.config(), start, backend, workspace));
                    DecoderPass frozen =
                            decoder.pass(AttentionPlan.none(decoder.config().nLayers()), 1, ids.length, ids.length);
                    DecoderPass pass = decoder.pass(
                            Adapters.plan(decoder.config().nLayers(), options, start), 1, ids.length, ids.length)) {
                frozen.step(new int[][] {ids}, student, Cancellation.NEVER);
                float[] got = backend.read(student.run(Cancellation.NEVER));
                float[] want = backend.read(pass.step(new int[][] {ids}, ForwardObserver.NOBODY, Cancellation.NEVER));
                assertArrayEquals(want, got, 1e-5f);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theLossOfLogitsChangesAsItsGradientsSay(Case tried) throws EngineException {
        try (Goldens golden = Goldens.open(tried.model(), new ReferenceBackend())) {
            Decoder decoder = golden.decoder();
            check(decoder, tried.options(decoder.config()), (adapters, _) -> {
                try (EndToEndFit fit = new EndToEndFit(decoder, adapters)) {
                    return fit.sum(windows(), Cancellation.NEVER);
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("localCases")
    void theLossOfPatternsChangesAsItsGradientsSay(Case tried) throws EngineException {
        try (Goldens golden = Goldens.open(tried.model(), new ReferenceBackend())) {
            Decoder decoder = golden.decoder();
            FitOptions options = tried.options(decoder.config());
            check(decoder, options, (adapters, layer) -> {
                try (LocalFit fit = new LocalFit(decoder, adapters)) {
                    double mean = fit.sum(windows(), Cancellation.NEVER);
                    assertEquals(
                            mean,
                            fit.losses().values().stream()
                                            .mapToDouble(Double::doubleValue)
                                            .sum()
                                    / options.layers().size(),
                            1e-9);
                    return Objects.requireNonNull(fit.losses().get(layer), "a loss for each layer");
                }
            });
        }
    }

    /// A loss to which a layer's parts matter: of the whole model, or, layer by layer, the layer's own.
    private interface Loss {
        double of(Adapters adapters, int layer) throws EngineException;
    }

    private static List<int[]> windows() {
        int[] text = Fits.text(2 * Fits.WINDOW);
        return List.of(Arrays.copyOf(text, Fits.WINDOW), Arrays.copyOfRange(text, Fits.WINDOW, 2 * Fits.WINDOW));
    }

    private static void check(Decoder decoder, FitOptions options, Loss loss) throws EngineException {
        Map<Integer, LisaAdapter> start = Fits.random(decoder.config(), options);
        try (Workspace workspace = decoder.backend().workspace()) {
            Adapters adapters = new Adapters(options, decoder.config(), start, decoder.backend(), workspace);
            loss.of(adapters, options.layers().getFirst());
            for (int layer : options.layers()) {
                List<float[]> parts = adapters.gradient(layer).read();
                int at = 0;
                for (int part = 0; part < parts.size(); part++) {
                    float[] gradient = parts.get(part);
                    double length = length(gradient);
                    // A row's softmax ignores what is added to all of it, so the outer bias may do nothing.
                    assertTrue(length > 1e-6 || part == OUTER_BIAS, "layer " + layer + " part " + part);
                    float[] direction = tilted(gradient, length);
                    double scale = STEP / length(direction);
                    double up = moved(decoder, options, start, layer, at, direction, scale, loss);
                    double down = moved(decoder, options, start, layer, at, direction, -scale, loss);
                    double want = dot(gradient, direction) / length(direction);
                    double got = (up - down) / (2 * STEP);
                    assertEquals(want, got, 2e-2 * length + 2e-5, "layer " + layer + " part " + part);
                    at += gradient.length;
                }
            }
        }
    }

    /// The loss with one part of one layer moved; `at` is where the part begins in the layer's state.
    private static double moved(
            Decoder decoder,
            FitOptions options,
            Map<Integer, LisaAdapter> start,
            int layer,
            int at,
            float[] direction,
            double scale,
            Loss loss)
            throws EngineException {
        try (Workspace workspace = decoder.backend().workspace()) {
            Adapters adapters = new Adapters(options, decoder.config(), start, decoder.backend(), workspace);
            Map<Integer, float[]> states = new TreeMap<>();
            adapters.eachState((state, index) -> states.put(index, state));
            float[] state = Objects.requireNonNull(states.get(layer), "state");
            for (int i = 0; i < direction.length; i++) {
                state[at + i] += (float) (scale * direction[i]);
            }
            adapters.restore(states);
            return loss.of(adapters, layer);
        }
    }

    /// The gradient, turned half towards a random direction, so that a wrong value anywhere in it shows.
    private static float[] tilted(float[] gradient, double length) {
        Random random = new Random(3);
        float[] values = new float[gradient.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (gradient[i] / length + random.nextGaussian() / Math.sqrt(values.length));
        }
        return values;
    }

    private static double length(float[] values) {
        return Math.max(1e-12, Math.sqrt(dot(values, values)));
    }

    private static double dot(float[] x, float[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (double) x[i] * y[i];
        }
        return sum;
    }
}
