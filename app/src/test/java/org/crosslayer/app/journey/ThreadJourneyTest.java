package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import org.crosslayer.app.task.FrameWatch;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The window stays quick and does not grow, however much is clicked.
class ThreadJourneyTest extends WindowTest {
    private static final EventType<Event> SLOW = new EventType<>(Event.ANY, "SLOW");
    private static final long MIB = 1 << 20;
    private static final int HANDFUL = 250;

    private final FakeAnalyst analyst = new FakeAnalyst("model");

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws TimeoutException, IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "once upon a time ".repeat(100));
        open((_, _, _) -> analyst, Path.of("model"), text);
        awaitText("a baseline", "perplexity-status", "3 of 3 windows"::equals);
    }

    private Scene scene() {
        return wiring().view().root().getScene();
    }

    @Test
    void theWatchNamesWhatHoldsTheWindowUp() {
        FrameWatch.Offence seen = offenceOf(Thread::onSpinWait);
        assertTrue(seen.tookMillis() >= 32, seen.toString());
    }

    @Test
    void theWatchTellsWaitingFromComputing() {
        FrameWatch.Offence seen = offenceOf(() -> LockSupport.parkNanos(1_000_000));
        assertTrue(seen.tookMillis() >= 32, seen.toString());
        assertFalse(seen.computesTooLong(), seen.toString());
    }

    /// What the watch says of an event that does something again and again for two frames.
    private FrameWatch.Offence offenceOf(Runnable meanwhile) {
        interact(() -> {
            scene().addEventHandler(SLOW, _ -> {
                long end = System.nanoTime() + 2 * FrameWatch.FRAME.toNanos();
                while (System.nanoTime() < end) {
                    meanwhile.run();
                }
            });
            Event.fireEvent(scene(), new Event(SLOW));
        });
        return watch.offences().stream()
                .filter(offence -> offence.what().equals("SLOW"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aBurstOfFiftySwitchesEndsInOneEvaluationOfTheLastState() {
        Workspace workspace = wiring().workspace();
        AttentionPlan last = AttentionPlan.none(6).with(2, new LayerAttention.CopyPattern(1));
        int before = analyst.evaluated().size();
        Runnable goOn = holdEngine();
        interact(() -> {
            for (int click = 0; click < 50; click++) {
                AttentionPlan plan = workspace.plan().plan().get();
                int layer = 1 + click % 5;
                workspace
                        .plan()
                        .apply(
                                "switch " + layer,
                                plan.isShared(layer)
                                        ? plan.with(layer, new LayerAttention.Own())
                                        : plan.with(layer, new LayerAttention.CopyPattern(layer - 1)));
            }
            workspace.plan().apply("last", last);
        });
        goOn.run();
        awaitText("the last state", "perplexity-ratio", "× 1.105"::equals);
        List<AttentionPlan> since =
                analyst.evaluated().subList(before, analyst.evaluated().size());
        assertEquals(
                List.of(last),
                since.stream().filter(plan -> plan.sharedCount() > 0).toList());
    }

    @Test
    void tenThousandSelectionsAndSwitchesLeaveMemoryFlat() {
        work(1_000);
        long before = usedAfterCollection();
        work(10_000);
        long grown = usedAfterCollection() - before;
        assertTrue(grown < 8 * MIB, "grown by " + grown / MIB + " MiB");
    }

    /// In handfuls, so that the window draws between them as it would for a user.
    private void work(int times) {
        Workspace workspace = wiring().workspace();
        for (int from = 0; from < times; from += HANDFUL) {
            int begin = from;
            interact(() -> {
                for (int click = begin; click < begin + HANDFUL; click++) {
                    workspace.selection().choosePair(1 + click % 5, click % 3);
                    int layer = 1 + click % 2;
                    AttentionPlan plan = workspace.plan().plan().get();
                    workspace
                            .plan()
                            .apply(
                                    "switch",
                                    plan.isShared(layer)
                                            ? plan.with(layer, new LayerAttention.Own())
                                            : plan.with(layer, new LayerAttention.CopyPattern(layer - 1)));
                }
            });
        }
        await("quiet", () -> wiring().shell().jobs().isEmpty());
        analyst.forget();
    }

    private long usedAfterCollection() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        // JavaFX lets go of styles that a collection has freed when it next asks for some: until nothing more comes.
        for (int round = 0; round < 20; round++) {
            System.gc();
            interact(() -> new Scene(new Label("words")).getRoot().applyCss());
            long now = runtime.totalMemory() - runtime.freeMemory();
            if (round > 3 && now >= used - MIB / 4) {
                return Math.min(now, used);
            }
            used = Math.min(now, used);
        }
        return used;
    }
}
