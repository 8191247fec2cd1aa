package org.crosslayer.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.FastBackend;
import org.crosslayer.engine.backend.ReferenceBackend;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.NotEnoughMemoryException;
import org.crosslayer.engine.format.MappedTensor;
import org.junit.jupiter.api.Test;

/// Adapters are planned as they are brought: on the reference, and on the device under test, where single rows bring
/// the small queries' and keys' weights a second time.
class PassMemoryTest {
    private static final int LENGTH = 24;

    @Test
    void adaptersAreCountedAsTheyAreBrought() throws EngineException {
        for (Backend backend : new Backend[] {new ReferenceBackend(), FastBackend.open()}) {
            long[] brought = {0};
            try (Goldens golden = Goldens.open("llama31-gqa", counting(backend, brought))) {
                Decoder decoder = golden.decoder();
                for (AttentionPlan plan : LisaPassTest.plans(decoder.config())) {
                    PassMemory planned = PassMemory.of(decoder.config(), plan, 1, golden.ids().length, 1, backend);
                    brought[0] = 0;
                    PassRuns.run(decoder, plan, golden.ids(), 1, ForwardObserver.NOBODY);
                    assertEquals(planned.adapterBytes(), brought[0], backend.name() + " " + plan);
                    assertTrue(planned.adapterBytes() > 0, plan.toString());
                }
            }
        }
    }

    @Test
    void withoutAdaptersNothingIsCountedForThem() throws EngineException {
        try (Goldens golden = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            ModelConfig config = golden.decoder().config();
            AttentionPlan none = AttentionPlan.none(config.nLayers());
            PassMemory asked =
                    PassMemory.of(config, none, 2, LENGTH, 4, golden.decoder().backend());
            assertEquals(PassMemory.of(config, none, 2, LENGTH, 4), asked);
            assertEquals(0, asked.adapterBytes());
            AttentionPlan lisa = LisaPassTest.plans(config).getFirst();
            assertThrows(IllegalArgumentException.class, () -> PassMemory.of(config, lisa, 2, LENGTH, 4));
        }
    }

    @Test
    void whatOnlyTheAdaptersMakeTooLargeIsRefused() throws EngineException {
        try (Goldens golden = Goldens.open("llama31-gqa", new ReferenceBackend())) {
            ModelConfig config = golden.decoder().config();
            AttentionPlan lisa = LisaPassTest.plans(config).getFirst();
            PassMemory planned =
                    PassMemory.of(config, lisa, 1, LENGTH, 4, golden.decoder().backend());
            planned.check(planned.totalBytes());
            assertThrows(NotEnoughMemoryException.class, () -> planned.check(planned.totalBytes() - 1));
        }
    }

    /// The backend, and in `brought` the bytes of weights that it was given.
    private static Backend counting(Backend backend, long[] brought) {
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (_, method, arguments) -> {
                    if (method.getName().equals("weight")) {
                        MappedTensor tensor = (MappedTensor) arguments[0];
                        int columns = Math.toIntExact(tensor.shape().getLast());
                        brought[0] += backend.weightBytes(
                                columns == 0 ? 0 : Math.toIntExact(tensor.size() / columns), columns);
                    }
                    try {
                        return method.invoke(backend, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
