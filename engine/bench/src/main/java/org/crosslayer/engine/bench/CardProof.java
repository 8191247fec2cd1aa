package org.crosslayer.engine.bench;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/// Runs the engine's own parity tests on an NVIDIA card, where there is one: the same tests that hold the CPU against
/// the reference, with the card in the CPU's place.
///
/// Started by `engine/bench/gpu/prove`, which puts the compiled tests on the class path. Without arguments all classes
/// of [#CLASSES] are run.
public final class CardProof {
    /// What is held on the card, by name: every test that takes the device that is asked for. `WithoutCardTest` in
    /// engine/cuda says that they were not run where there is no card; `CardProofTest` compares the lists.
    static final List<String> CLASSES = List.of(
            "org.crosslayer.engine.backend.BackendParityTest",
            "org.crosslayer.engine.backend.BlockWeightsTest",
            "org.crosslayer.engine.backend.FusedStepsTest",
            "org.crosslayer.engine.backend.FusedAttentionTest",
            "org.crosslayer.engine.backend.GradientsTest",
            "org.crosslayer.engine.backend.HeadNetTest",
            "org.crosslayer.engine.backend.WorkspaceTest",
            "org.crosslayer.engine.capture.HuggingFaceParityTest",
            "org.crosslayer.engine.model.LisaPassTest",
            "org.crosslayer.engine.model.LisaDecodeTest",
            "org.crosslayer.engine.model.LisaBatchTest",
            "org.crosslayer.engine.model.DecoderPassTest",
            "org.crosslayer.engine.model.PassMemoryTest",
            "org.crosslayer.engine.evaluation.SampleModelEvaluationTest",
            "org.crosslayer.engine.backend.BackendPropertyTest",
            "org.crosslayer.engine.model.EveryArchitectureTest",
            "org.crosslayer.engine.fitting.FactorStartTest",
            "org.crosslayer.engine.fitting.FitterTest",
            "org.crosslayer.engine.similarity.GoldenSimilarityTest",
            "org.crosslayer.engine.similarity.HeadSearchTest",
            "org.crosslayer.engine.similarity.HeadSimilarityTest",
            "org.crosslayer.engine.similarity.SimilarityAnalysisTest");

    private static final String DEVICE = "crosslayer.test.device";
    private static final int MOST_FAILURES = 60;

    private CardProof() {}

    @SuppressWarnings("SystemOut") // a program for the terminal
    public static void main(String... args) {
        if (System.getProperty(DEVICE) == null) {
            System.setProperty(DEVICE, "cuda");
        }
        int failed = 0;
        for (String name : args.length == 0 ? CLASSES : Arrays.asList(args)) {
            SummaryGeneratingListener summary = new SummaryGeneratingListener();
            LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(DiscoverySelectors.selectClass(name))
                    .build();
            Launcher launcher = LauncherFactory.create();
            launcher.execute(request, summary);
            var result = summary.getSummary();
            System.out.printf(
                    "%s: %d held, %d failed, %.1f s%n",
                    name,
                    result.getTestsSucceededCount(),
                    result.getTotalFailureCount(),
                    (result.getTimeFinished() - result.getTimeStarted()) / 1e3);
            result.printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8), MOST_FAILURES);
            failed += (int) result.getTotalFailureCount();
        }
        System.exit(failed == 0 ? 0 : 1);
    }
}
