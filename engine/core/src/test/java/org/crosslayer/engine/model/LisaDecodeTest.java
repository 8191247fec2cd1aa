package org.crosslayer.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.FastBackend;
import org.crosslayer.engine.backend.Linear;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Weight;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.LayerAttention.CopyPattern;
import org.crosslayer.engine.model.LayerAttention.Lisa;
import org.crosslayer.engine.task.Cancellation;
import org.junit.jupiter.api.Test;

/// What a decode step of LiSA layers asks of the backend, listened to between the decoder and the backend.
class LisaDecodeTest {
    private static final List<Integer> SHARED = List.of(1, 2);
    private static final int RANK = 2;
    /// Logits, decoded against prefilled. Products of many rows on `cuda-tf32` round factors to 10 bits, those of a
    /// single row do not round at all: 2.1e-3 was the largest measured. On `cuda-bf16` keys and values hold 7 bits,
    /// and queries are rounded to them for many rows alone: 1.7e-2.
    private static final PassRuns.Near DECODED = new PassRuns.Near(1e-4f, 4e-3, 0.03);

    private final List<Weight> projections = new ArrayList<>();
    private final List<Tensor> alignedFrom = new ArrayList<>();
    private final List<Tensor> alignedTo = new ArrayList<>();
    private final List<Tensor> scores = new ArrayList<>();
    private int attended;

    @Test
    void aDecodeStepProjectsNoQueriesAndKeysOfALayerThatShares() throws EngineException {
        try (Goldens golden = Goldens.open("llama31-gqa", listening(new ReferenceBackend()))) {
            Decoder decoder = golden.decoder();
            decodeOne(decoder, golden.ids(), plan(decoder.config()));
            for (int layer = 0; layer < decoder.config().nLayers(); layer++) {
                LayerWeights weights = decoder.weights().layers().get(layer);
                boolean shares = SHARED.contains(layer);
                assertEquals(!shares, projections.contains(weights.query().matrix()), "queries of layer " + layer);
                assertEquals(!shares, projections.contains(weights.key().matrix()), "keys of layer " + layer);
                assertTrue(projections.contains(weights.value().matrix()), "values of layer " + layer);
                assertTrue(projections.contains(weights.output().matrix()), "output of layer " + layer);
            }
            int small = decoder.config().nKvHeads() * RANK;
            assertEquals(
                    SHARED.size(),
                    projections.stream().filter(each -> each.rows() == small).count(),
                    "small keys alone");
        }
    }

    @Test
    void aDecodeStepHandsUpOneRowOfScoresAHead() throws EngineException {
        try (Goldens golden = Goldens.open("llama31-gqa", listening(new ReferenceBackend()))) {
            Decoder decoder = golden.decoder();
            int n = golden.ids().length;
            decodeOne(decoder, golden.ids(), plan(decoder.config()));
            assertEquals(SHARED.size(), alignedFrom.size());
            assertEquals(decoder.config().nLayers(), scores.size() + attended);
            for (List<Tensor> slabs : List.of(alignedFrom, alignedTo, scores)) {
                for (Tensor slab : slabs) {
                    assertEquals(decoder.config().nHeads(), slab.slices());
                    assertEquals(1, slab.rows());
                    assertEquals(n, slab.columns());
                }
            }
        }
    }

    @Test
    void aLayerThatCopiesScoresNothingAtAll() throws EngineException {
        try (Goldens golden = Goldens.open("llama-mha", listening(new ReferenceBackend()))) {
            Decoder decoder = golden.decoder();
            AttentionPlan plan = AttentionPlan.none(4).with(1, new CopyPattern(0));
            decodeOne(decoder, golden.ids(), plan);
            assertFalse(projections.contains(
                    decoder.weights().layers().get(1).query().matrix()));
            assertEquals(3, scores.size() + attended);
        }
    }

    @Test
    void decodingStepByStepGivesTheLogitsOfChunkedPrefill() throws EngineException {
        for (Backend backend : List.of(new ReferenceBackend(), FastBackend.open())) {
            try (Goldens golden = Goldens.open("llama31-gqa", backend)) {
                Decoder decoder = golden.decoder();
                for (AttentionPlan plan : LisaPassTest.plans(decoder.config())) {
                    float[] prefilled = logits(decoder, plan, golden.ids(), 16);
                    float[] decoded = logits(decoder, plan, golden.ids(), 1);
                    DECODED.require(backend, prefilled, decoded, plan.toString());
                }
            }
        }
    }

    /// `[n × nVocab]`.
    private static float[] logits(Decoder decoder, AttentionPlan plan, int[] ids, int chunk) throws EngineException {
        int width = decoder.config().dModel();
        int nVocab = decoder.config().nVocab();
        float[] rows = PassRuns.run(decoder, plan, ids, chunk, ForwardObserver.NOBODY);
        try (var workspace = decoder.backend().workspace()) {
            Tensor normed = workspace.allocate(ids.length, width);
            Tensor out = workspace.allocate(ids.length, nVocab);
            decoder.backend().write(rows, normed);
            decoder.logits(normed, out);
            return decoder.backend().read(out);
        }
    }

    private static AttentionPlan plan(ModelConfig config) {
        LisaAdapter adapter = LisaAdapter.random(config, LisaOptions.defaults(4).withRank(RANK), 1);
        AttentionPlan plan = AttentionPlan.none(4);
        for (int layer : SHARED) {
            plan = plan.with(layer, new Lisa(layer - 1, adapter));
        }
        return plan;
    }

    /// Listens to the last of the steps alone.
    private void decodeOne(Decoder decoder, int[] ids, AttentionPlan plan) throws EngineException {
        int n = ids.length;
        try (DecoderPass pass = decoder.pass(plan, 1, n, n)) {
            pass.step(new int[][] {Arrays.copyOf(ids, n - 1)}, ForwardObserver.NOBODY, Cancellation.NEVER);
            List.of(projections, alignedFrom, alignedTo, scores).forEach(List::clear);
            attended = 0;
            pass.step(new int[][] {{ids[n - 1]}}, ForwardObserver.NOBODY, Cancellation.NEVER);
        }
    }

    /// The backend, with an ear on what it is asked.
    private Backend listening(Backend backend) {
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (_, method, arguments) -> {
                    switch (method.getName()) {
                        case "linear", "linearAdd", "linearAddNorm" -> projections.add((Weight) arguments[1]);
                        case "linears" -> ((List<?>) arguments[1]).forEach(map -> projections.add(((Linear) map).w()));
                        case "attend", "turnAndAttend" -> attended++;
                        case "scores" -> scores.add((Tensor) arguments[5]);
                        case "alignHeads" -> {
                            alignedFrom.add((Tensor) arguments[0]);
                            alignedTo.add((Tensor) arguments[5]);
                        }
                        default -> {}
                    }
                    try {
                        return method.invoke(backend, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
