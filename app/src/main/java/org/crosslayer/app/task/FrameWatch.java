package org.crosslayer.app.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.application.Platform;
import javafx.event.EventDispatcher;
import javafx.scene.Scene;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches that nothing holds up the window's thread for longer than a frame: events and what they set off,
/// layout, and what jobs deliver. Costs two readings of the clock each time, so it is on only where it is asked
/// for: in tests, and with `-Dcrosslayer.watch=true`.
public final class FrameWatch {
    /// System property that turns it on.
    public static final String PROPERTY = "crosslayer.watch";
    /// A frame at 60 a second.
    public static final Duration FRAME = Duration.ofMillis(16);

    private static final Logger LOG = LoggerFactory.getLogger(FrameWatch.class);

    /// Something that took longer than a frame.
    ///
    /// @param what       an event's type, `layout`, `job`, or what was told
    /// @param tookMillis how long it took
    public record Offence(String what, double tookMillis) {}

    private final List<Offence> offences = new ArrayList<>();
    private long layoutBegan;

    /// Watches a scene from now on; called on the window's thread.
    public void watch(Scene scene) {
        EventDispatcher dispatcher = scene.getEventDispatcher();
        scene.setEventDispatcher((event, tail) -> {
            long began = System.nanoTime();
            try {
                return dispatcher.dispatchEvent(event, tail);
            } finally {
                check(event.getEventType().getName(), began);
            }
        });
        scene.addPreLayoutPulseListener(() -> layoutBegan = System.nanoTime());
        scene.addPostLayoutPulseListener(() -> check("layout", layoutBegan));
    }

    /// Runs what jobs deliver on the window's thread, and watches it.
    public Executor window() {
        return action -> Platform.runLater(() -> run("job", action));
    }

    /// Does something on the window's thread, where it is called, and watches it.
    ///
    /// @param what names it in an offence
    public void run(String what, Runnable action) {
        long began = System.nanoTime();
        try {
            action.run();
        } finally {
            check(what, began);
        }
    }

    /// What took too long so far; read on the window's thread.
    public List<Offence> offences() {
        return List.copyOf(offences);
    }

    /// Forgets what was seen.
    public void reset() {
        offences.clear();
    }

    private void check(String what, long began) {
        long took = System.nanoTime() - began;
        if (took > FRAME.toNanos()) {
            Offence offence = new Offence(what, took / 1e6);
            offences.add(offence);
            LOG.warn("{} held up the window for {} ms", what, Math.round(offence.tookMillis()));
        }
    }
}
