package org.crosslayer.app.task;

/// Work that nobody waits for and that touches nothing of a model: on a thread of its own that ends with the program.
public final class Aside {
    private Aside() {}

    /// Does it, after everything more urgent as far as the system has priorities.
    ///
    /// @param name of the thread
    public static void run(String name, Runnable work) {
        Thread.ofPlatform().daemon().name(name).priority(Thread.MIN_PRIORITY).start(work);
    }
}
