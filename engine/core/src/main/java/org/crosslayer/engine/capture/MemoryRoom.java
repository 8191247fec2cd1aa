package org.crosslayer.engine.capture;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.crosslayer.engine.backend.Backend;

/// How much memory there is to plan with.
///
/// @param deviceBytes for caches and slabs, where the model runs
/// @param heapBytes   for maps that are kept, in this program
public record MemoryRoom(long deviceBytes, long heapBytes) {
    /// What is free now on a device.
    public static MemoryRoom of(Backend backend) {
        return new MemoryRoom(backend.memoryBytes(), freeHeap());
    }

    /// What a run on the processors of this machine would find: all memory but that of the program's heap.
    public static MemoryRoom ofThisMachine() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new MemoryRoom(system.getTotalMemorySize() - Runtime.getRuntime().maxMemory(), freeHeap());
    }

    private static long freeHeap() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }
}
