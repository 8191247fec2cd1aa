package org.crosslayer.engine.backend;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.StampedLock;
import java.util.function.IntSupplier;

/// The gate to the native libraries' products, and to all calls of CUDA, which all threads of the process go through.
///
/// A process that ends takes its native libraries down (`exit` runs their destructors) while threads inside of them
/// compute on, in memory that is given back. So whoever ends the process closes the gate first: those inside come out,
/// since a product is soon done, and nobody goes in again.
public final class NativeProducts {
    private static final NativeProducts OF_THIS_PROCESS = new NativeProducts();

    private final StampedLock gate = new StampedLock();

    NativeProducts() {}

    /// The gate that all products of the CPU backend and all calls of a card go through.
    public static NativeProducts ofThisProcess() {
        return OF_THIS_PROCESS;
    }

    /// Does a product; once the gate is closed this never returns.
    void run(Runnable product) {
        long inside = gate.readLock();
        try {
            product.run();
        } finally {
            gate.unlockRead(inside);
        }
    }

    /// As [#run], of a call that answers with a number. Within one no other may be made.
    public int answer(IntSupplier call) {
        long inside = gate.readLock();
        try {
            return call.getAsInt();
        } finally {
            gate.unlockRead(inside);
        }
    }

    /// Closes the gate for good, and waits until nobody is inside any more.
    ///
    /// @param patience longest wait
    /// @return false if somebody still was inside then; the gate is open again
    public boolean close(Duration patience) {
        try {
            return gate.tryWriteLock(patience.toNanos(), TimeUnit.NANOSECONDS) != 0;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
