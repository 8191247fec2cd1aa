package org.crosslayer.app.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineQueueTest {
    private static final long PATIENCE_SECONDS = 10;

    private final EngineQueue queue = new EngineQueue();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private long submitted;

    private <T> EngineJob<T> submit(String name, Urgency urgency, Work<T> work) {
        TaskSpec<T> spec = TaskSpec.of(
                name, urgency, work, _ -> events.add("done " + name), m -> events.add(m.title() + " " + name));
        EngineJob<T> job = new EngineJob<>(spec, submitted++, Runnable::run, _ -> {});
        queue.add(job);
        return job;
    }

    private void submitNamed(String name, Urgency urgency) {
        submit(name, urgency, (_, _, _) -> name);
    }

    @AfterEach
    void close() {
        queue.close(Duration.ofSeconds(PATIENCE_SECONDS));
    }

    @Test
    void theMostUrgentRunsFirstAndTheOldestAmongEquals() {
        submitNamed("background", Urgency.BACKGROUND);
        submitNamed("study", Urgency.STUDY);
        submitNamed("view 1", Urgency.VIEW);
        submitNamed("view 2", Urgency.VIEW);
        submitNamed("live", Urgency.LIVE);
        queue.start();
        queue.close(Duration.ofSeconds(PATIENCE_SECONDS));
        assertEquals(List.of("done live", "done view 1", "done view 2", "done study", "done background"), events);
    }

    @Test
    void aMoreUrgentJobInterruptsTheRunningOneWhichStartsAgain() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        submit("background", Urgency.BACKGROUND, (_, cancellation, _) -> {
            events.add("background starts");
            boolean isFirst = running.getCount() > 0;
            running.countDown();
            while (isFirst) {
                cancellation.check();
                Thread.onSpinWait();
            }
            return "background";
        });
        queue.start();
        assertTrue(running.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        submitNamed("live", Urgency.LIVE);
        queue.close(Duration.ofSeconds(PATIENCE_SECONDS));
        assertEquals(List.of("background starts", "done live", "background starts", "done background"), events);
    }

    @Test
    void aDiscardedJobStopsAndReportsNothing() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        EngineJob<String> job = submit("endless", Urgency.VIEW, (_, cancellation, partial) -> {
            running.countDown();
            while (true) {
                cancellation.check();
                partial.accept("more");
            }
        });
        queue.start();
        assertTrue(running.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        job.discard();
        events.clear();
        submitNamed("next", Urgency.BACKGROUND);
        queue.close(Duration.ofSeconds(PATIENCE_SECONDS));
        assertEquals("done next", events.getLast());
        assertFalse(job.isPending());
    }

    @Test
    void aBugInAJobBecomesAMessageAndTheQueueGoesOn() {
        submit("broken", Urgency.VIEW, (_, _, _) -> {
            throw new IllegalStateException("no");
        });
        submitNamed("next", Urgency.VIEW);
        queue.start();
        queue.close(Duration.ofSeconds(PATIENCE_SECONDS));
        assertEquals(List.of("Unexpected fault broken", "done next"), events);
    }

    @Test
    void aResultThatComesTooLateIsHandedOverToBeClosed() {
        queue.start();
        List<Runnable> window = new ArrayList<>();
        TaskSpec<String> plain = TaskSpec.of("late", Urgency.VIEW, (_, _, _) -> "model", events::add, _ -> {});
        TaskSpec<String> spec = plain.whenUnwanted(result -> events.add("closed " + result));
        EngineJob<String> job = new EngineJob<>(spec, 0, window::add, _ -> {});
        job.run();
        job.discard();
        window.forEach(Runnable::run);
        assertEquals(List.of("closed model"), events);
    }
}
