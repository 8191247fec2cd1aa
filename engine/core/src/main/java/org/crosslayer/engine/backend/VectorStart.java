package org.crosslayer.engine.backend;

import java.util.concurrent.atomic.AtomicLong;

/// When vector code begins.
///
/// Until HotSpot's best compiler has seen vector code, each vector is an object; a short text through it takes longer
/// than through plain loops, and keeps the compiler from everything else that begins at that time. So the kernels that
/// a glance at a short text needs run as plain loops of the same bits ([PlainRows]) until the process has had enough
/// to do.
final class VectorStart {
    /// Values that went through row by row until vectors begin. Comparing the layers of `sample-16l` on 256 tokens
    /// takes about 20 million, counted from its operations and not measured.
    private static final long VALUES = 60_000_000;

    private static final AtomicLong DONE = new AtomicLong();
    private static volatile boolean cold = true;

    private VectorStart() {}

    /// Whether plain loops are to do what they can.
    static boolean isCold() {
        return cold;
    }

    /// Counts work.
    static void count(long values) {
        if (cold && DONE.addAndGet(values) > VALUES) {
            begin();
        }
    }

    /// Vectors from now on, and the compiler shall know of all of them.
    static void begin() {
        if (cold) {
            beginOnce();
        }
    }

    private static synchronized void beginOnce() {
        if (cold) {
            cold = false;
            Thread.ofPlatform().daemon().name("crosslayer-warm-up").start(KernelWarmUp::run);
        }
    }
}
