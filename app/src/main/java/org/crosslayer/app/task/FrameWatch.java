package org.crosslayer.app.task;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.application.Platform;
import javafx.event.EventDispatcher;
import javafx.scene.Scene;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches that nothing holds up the window's thread for longer than a frame: events and what they set off,
/// layout, what jobs deliver and what timers do. It tells how long each took by the clock, and how much of that the
/// thread computed: the rest it waited for a processor, because others had them. Costs four readings each time, so it
/// is on only where it is asked for: in tests, and with `-Dcrosslayer.watch=true`.
public final class FrameWatch {
    /// System property that turns it on.
    public static final String PROPERTY = "crosslayer.watch";
    /// A frame at 60 a second.
    public static final Duration FRAME = Duration.ofMillis(16);

    private static final Logger LOG = LoggerFactory.getLogger(FrameWatch.class);

    /// Something that took longer than a frame.
    ///
    /// @param what            an event's type, `layout`, `job`, `timer`, or what was told
    /// @param tookMillis      how long it took by the clock
    /// @param computingMillis how much of it the window's thread had a processor
    public record Offence(String what, double tookMillis, double computingMillis) {
        /// True where waiting for a processor is not to blame: it computes for longer than a frame.
        public boolean computesTooLong() {
            return computingMillis > FRAME.toMillis();
        }
    }

    /// Where the clock and the thread's own time stood when something began, in nanoseconds.
    private record Beginning(long clock, long computed, Held recorded) {
        static Beginning now() {
            Held held = new Held();
            held.begin();
            return new Beginning(System.nanoTime(), Processor.TIMES.getCurrentThreadCpuTime(), held);
        }
    }

    /// An offence in a flight recording, where samples of the same span tell what it did.
    @Name("org.crosslayer.Held")
    @Label("Window Held Up")
    @Category("Crosslayer")
    @StackTrace(false)
    static final class Held extends Event {
        @Label("What")
        String what = "";

        @Label("Computing Milliseconds")
        double computing;
    }

    /// Only where something is watched is the JVM's management loaded.
    private static final class Processor {
        static final ThreadMXBean TIMES = ManagementFactory.getThreadMXBean();
    }

    private final List<Offence> offences = new ArrayList<>();
    private @Nullable Beginning layoutBegan;

    /// Watches a scene from now on; called on the window's thread.
    public void watch(Scene scene) {
        EventDispatcher dispatcher = scene.getEventDispatcher();
        scene.setEventDispatcher((event, tail) -> {
            Beginning began = Beginning.now();
            try {
                return dispatcher.dispatchEvent(event, tail);
            } finally {
                check(event.getEventType().getName(), began);
            }
        });
        scene.addPreLayoutPulseListener(() -> layoutBegan = Beginning.now());
        scene.addPostLayoutPulseListener(() -> {
            if (layoutBegan != null) {
                check("layout", layoutBegan);
            }
        });
    }

    /// Runs what jobs deliver on the window's thread, and watches it.
    public Executor window() {
        return action -> Platform.runLater(() -> run("job", action));
    }

    /// Does something on the window's thread, where it is called, and watches it.
    ///
    /// @param what names it in an offence
    public void run(String what, Runnable action) {
        Beginning began = Beginning.now();
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

    private void check(String what, Beginning began) {
        long took = System.nanoTime() - began.clock();
        if (took > FRAME.toNanos()) {
            long computed = Processor.TIMES.getCurrentThreadCpuTime() - began.computed();
            Offence offence = new Offence(what, took / 1e6, computed / 1e6);
            offences.add(offence);
            began.recorded().what = what;
            began.recorded().computing = offence.computingMillis();
            began.recorded().commit();
            LOG.warn(
                    "{} held up the window for {} ms, {} of them computing",
                    what,
                    Math.round(offence.tookMillis()),
                    Math.round(offence.computingMillis()));
        }
    }
}
