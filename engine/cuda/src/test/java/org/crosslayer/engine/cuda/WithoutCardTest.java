package org.crosslayer.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;
import org.crosslayer.engine.backend.Activation;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.BackendProvider;
import org.crosslayer.engine.backend.PairTerm;
import org.crosslayer.engine.error.BackendUnavailableException;
import org.crosslayer.engine.tensor.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All that can be held without a card. What needs one is run by `engine/bench/gpu/prove`, and is named here.
class WithoutCardTest {
    private static final Logger LOG = LoggerFactory.getLogger(WithoutCardTest.class);
    /// What `engine/bench/gpu/prove` runs: the list of CardProof, and CardLimits; CardProofTest compares them.
    private static final List<String> NEED_A_CARD = List.of(
            "BackendParityTest",
            "BlockWeightsTest",
            "FusedStepsTest",
            "FusedAttentionTest",
            "GradientsTest",
            "HeadNetTest",
            "WorkspaceTest",
            "HuggingFaceParityTest",
            "LisaPassTest",
            "LisaDecodeTest",
            "LisaBatchTest",
            "DecoderPassTest",
            "PassMemoryTest",
            "SampleModelEvaluationTest",
            "BackendPropertyTest",
            "EveryArchitectureTest",
            "FactorStartTest",
            "FitterTest",
            "GoldenSimilarityTest",
            "HeadSearchTest",
            "HeadSimilarityTest",
            "SimilarityAnalysisTest",
            "CardLimits");

    private static final Pattern KERNEL =
            Pattern.compile("extern \"C\" __global__ void (?:__launch_bounds__\\([\\w, ]+\\) )?(\\w+)\\(");

    @ParameterizedTest
    @EnumSource(Precision.class)
    void everyPrecisionIsADeviceThatIsFoundAndOpensACardOrSaysInOneSentenceWhyNot(Precision precision) {
        BackendProvider provider = ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals(precision.device()))
                .findFirst()
                .orElseThrow();
        try (Backend backend = provider.open()) {
            assertEquals(precision.device(), backend.name());
            assertTrue(backend.memoryBytes() > 0);
        } catch (BackendUnavailableException e) {
            String sentence = String.valueOf(e.getMessage());
            assertTrue(sentence.startsWith("CUDA cannot be used: "), sentence);
            assertTrue(sentence.contains("the processors (cpu)"), sentence);
            assertFalse(sentence.contains("\n"), sentence);
            NEED_A_CARD.forEach(name -> LOG.info("Not run here on a card: {}", name));
        }
    }

    @ParameterizedTest
    @EnumSource(KernelSource.class)
    void everySourceIsThereWithItsSharedPartBeforeIt(KernelSource source) {
        String text = source.text();
        assertTrue(text.startsWith("// What all kernels share"), "common.cuh comes first");
        assertFalse(kernels(text).isEmpty(), "no kernel in " + source);
    }

    @Test
    void noTwoKernelsHaveOneName() {
        Set<String> names = new HashSet<>();
        for (KernelSource source : KernelSource.values()) {
            for (String kernel : kernels(source.text())) {
                assertTrue(names.add(kernel), kernel + " is there twice");
            }
        }
    }

    /// What a card holds in fewer bytes than float32 is what is large, and packed blocks of any size.
    @Test
    void precisionSaysInWhichTypeACardHoldsAWeight() {
        assertEquals(DType.F32, Precision.FLOAT32.held(DType.BF16, 1, 4096));
        assertEquals(DType.F32, Precision.BF16.held(DType.BF16, 512, 512 * 512));
        assertEquals(DType.F16, Precision.FLOAT32.held(DType.F16, 4096, 1 << 24));
        assertEquals(DType.BF16, Precision.BF16.held(DType.F32, 4096, 1 << 24));
        assertEquals(DType.Q4_K, Precision.BF16.held(DType.Q4_K, 2, 512));
        assertEquals(DType.F32, Precision.FLOAT32.held(DType.Q8_0, 1, 256));
    }

    @Test
    void constantsAreThoseOfTheSources() {
        String common = KernelSource.ROWS.text();
        for (Activation activation : Activation.values()) {
            assertDefined(common, activation.name(), Codes.of(activation));
        }
        String attention = KernelSource.ATTENTION.text();
        for (PairTerm term : PairTerm.values()) {
            assertDefined(attention, term.name(), Codes.of(term));
        }
        assertDefined(common, "ROW_THREADS", Launch.ROW_THREADS);
        String weights = KernelSource.WEIGHTS.text();
        for (DType type : DType.values()) {
            if (type.isWeight()) {
                assertDefined(weights, type.name(), Codes.of(type));
            }
        }
    }

    private static void assertDefined(String text, String name, int value) {
        // The last constant of an enumeration may be what is left over.
        assertTrue(
                Pattern.compile("#define " + name + " " + value + "\\b")
                        .matcher(text)
                        .find(),
                name + " is " + value);
    }

    private static List<String> kernels(String text) {
        return KERNEL.matcher(text).results().map(result -> result.group(1)).toList();
    }
}
