package org.crosslayer.engine.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whoever ends the process waits for those inside of a native library, and lets nobody in any more.
@Timeout(60)
class NativeProductsTest {
    private final NativeProducts gate = new NativeProducts();
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    private Thread longProduct() throws InterruptedException {
        Thread thread = Thread.ofPlatform()
                .daemon()
                .start(() -> gate.run(() -> {
                    inside.countDown();
                    awaitUninterruptibly(goOn);
                }));
        inside.await();
        return thread;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void closingWaitsForWhoIsInside() throws InterruptedException {
        Thread product = longProduct();
        AtomicBoolean closed = new AtomicBoolean();
        Thread closing = Thread.ofPlatform().daemon().start(() -> closed.set(gate.close(Duration.ofSeconds(50))));
        while (closing.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertFalse(closed.get());
        goOn.countDown();
        closing.join();
        product.join();
        assertTrue(closed.get());
    }

    @Test
    void patienceEndsWhileSomebodyIsInside() throws InterruptedException {
        Thread product = longProduct();
        assertFalse(gate.close(Duration.ofMillis(1)));
        goOn.countDown();
        product.join();
    }

    @Test
    void nobodyEntersAClosedGate() {
        assertTrue(gate.close(Duration.ZERO));
        AtomicBoolean ran = new AtomicBoolean();
        Thread late = Thread.ofPlatform().daemon().start(() -> gate.run(() -> ran.set(true)));
        while (late.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertFalse(ran.get());
    }

    @Test
    void productsRunSideBySide() throws InterruptedException {
        Thread product = longProduct();
        int[] done = new int[1];
        gate.run(() -> done[0]++);
        assertEquals(1, done[0]);
        goOn.countDown();
        product.join();
    }
}
