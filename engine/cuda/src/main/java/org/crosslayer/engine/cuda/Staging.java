package org.crosslayer.engine.cuda;

import static org.bytedeco.cuda.global.cudart.cuMemFreeHost;
import static org.bytedeco.cuda.global.cudart.cuMemHostAlloc;
import static org.bytedeco.cuda.global.cudart.cuMemcpyDtoHAsync;
import static org.bytedeco.cuda.global.cudart.cuMemcpyHtoDAsync;

import java.lang.foreign.MemorySegment;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/// Page-locked memory through which everything goes to the card and back, because only such memory is copied without
/// waiting.
///
/// What goes up is written one after the other; at the end of the room one waits once and begins anew.
final class Staging {
    private static final long UP_BYTES = 32L << 20;
    private static final long DOWN_BYTES = 8L << 20;
    private static final long ALIGNMENT = 256;

    private final Card card;
    private final BytePointer pinned = new BytePointer((Pointer) null);
    private final MemorySegment up;
    private final MemorySegment down;
    private final NativePointer host = new NativePointer();
    private long used;

    Staging(Card card) {
        this.card = card;
        Answers.require(() -> cuMemHostAlloc(pinned, UP_BYTES + DOWN_BYTES, 0), "lock memory for copies");
        pinned.capacity(UP_BYTES + DOWN_BYTES);
        MemorySegment all = MemorySegment.ofBuffer(pinned.asByteBuffer());
        up = all.asSlice(0, UP_BYTES);
        down = all.asSlice(UP_BYTES, DOWN_BYTES);
    }

    void upload(MemorySegment from, long to) {
        card.enter();
        for (long done = 0; done < from.byteSize(); ) {
            if (used + ALIGNMENT > UP_BYTES) {
                card.await();
                used = 0;
            }
            long bytes = Math.min(from.byteSize() - done, UP_BYTES - used);
            MemorySegment.copy(from, done, up, used, bytes);
            long target = to + done;
            long source = up.address() + used;
            Answers.require(() -> cuMemcpyHtoDAsync(target, host.at(source), bytes, card.stream()), "copy to the card");
            used = Math.min(UP_BYTES, Math.ceilDiv(used + bytes, ALIGNMENT) * ALIGNMENT);
            done += bytes;
        }
    }

    void download(long from, MemorySegment to) {
        card.enter();
        for (long done = 0; done < to.byteSize(); ) {
            long bytes = Math.min(to.byteSize() - done, DOWN_BYTES);
            long source = from + done;
            Answers.require(
                    () -> cuMemcpyDtoHAsync(host.at(down.address()), source, bytes, card.stream()),
                    "copy from the card");
            card.await();
            MemorySegment.copy(down, 0, to, done, bytes);
            done += bytes;
        }
    }

    void close() {
        Answers.require(() -> cuMemFreeHost(pinned), "unlock memory");
    }
}
