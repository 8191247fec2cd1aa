package org.crosslayer.engine.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.crosslayer.engine.error.NotEnoughMemoryException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.model.PassMemory;

/// What a capture takes, known before it starts; all sizes in bytes, too large ones held at [Long#MAX_VALUE].
///
/// Weights are mapped: the system keeps as much of the file in memory as is free and reads the rest when it is
/// used, so
/// they slow a run down where there is little memory, and never end it.
///
/// @param config  the model's sizes
/// @param size    what is captured
/// @param chunk   rows that go through the layers at once: fewer where slabs would not fit otherwise
/// @param weights of the file, mapped
/// @param cache   keys and values of all layers, on the device
/// @param slabs   scores and patterns of one chunk, on the device
/// @param scratch rows on their way through a layer, on the device
/// @param kept    maps and states that stay, on the heap; states twice for a moment, while they are handed over
/// @param room    what there is
public record MemoryEstimate(
        ModelConfig config,
        CaptureSize size,
        int chunk,
        long weights,
        long cache,
        long slabs,
        long scratch,
        long kept,
        MemoryRoom room) {
    /// Rows a step, as for every other reading: products run at their full rate, and a cancel is heard soon.
    private static final int CHUNK = 256;

    private static final int SMALLEST_CHUNK = 8;
    private static final double MIB = 1024.0 * 1024.0;

    /// A smaller capture that fits.
    ///
    /// @param tokens of the text
    /// @param layers whose maps are kept
    public record Offer(int tokens, int layers) {}

    /// What a capture without sharing would take, in the largest steps that fit.
    ///
    /// @param weightBytes of the model's file
    public static MemoryEstimate of(ModelConfig config, CaptureSize size, long weightBytes, MemoryRoom room) {
        int chunk = Math.min(CHUNK, size.tokens());
        MemoryEstimate estimate = of(config, size, chunk, weightBytes, room);
        while (!estimate.fitsDevice() && chunk > SMALLEST_CHUNK) {
            chunk = Math.max(SMALLEST_CHUNK, chunk / 2);
            estimate = of(config, size, chunk, weightBytes, room);
        }
        return estimate;
    }

    private static MemoryEstimate of(
            ModelConfig config, CaptureSize size, int chunk, long weightBytes, MemoryRoom room) {
        PassMemory pass = PassMemory.of(config, AttentionPlan.none(config.nLayers()), 1, size.tokens(), chunk);
        return new MemoryEstimate(
                config,
                size,
                chunk,
                weightBytes,
                pass.cacheBytes(),
                pass.slabBytes(),
                pass.scratchBytes(),
                kept(config, size),
                room);
    }

    private static long kept(ModelConfig config, CaptureSize size) {
        try {
            long ofLayer = size.maps() == CaptureSize.EVERY_HEAD ? config.nHeads() : size.maps();
            long heads = Math.multiplyExact((long) size.layers(), ofLayer);
            long map = Math.multiplyExact((long) size.tokens(), (long) size.tokens());
            long states = Math.multiplyExact(size.floatsPerToken(), (long) size.tokens());
            long values = Math.addExact(Math.multiplyExact(heads, map), Math.multiplyExact(2L, states));
            return Math.multiplyExact((long) Float.BYTES, values);
        } catch (ArithmeticException _) {
            return Long.MAX_VALUE;
        }
    }

    /// Bytes on the device.
    public long device() {
        return cache + slabs + scratch;
    }

    /// True if the model has positions for the text and everything finds its place.
    public boolean fits() {
        return size.tokens() <= config.nCtx() && fitsDevice() && fitsHeap();
    }

    private boolean fitsDevice() {
        return device() <= room.deviceBytes();
    }

    /// A single Java array holds a map, and another one all states of a kind.
    private boolean fitsHeap() {
        long longest = Math.max((long) size.tokens() * size.tokens(), size.floatsPerToken() * size.tokens());
        return kept <= room.heapBytes() && longest <= Integer.MAX_VALUE;
    }

    /// Captures that fit: the same layers of a shorter text, and fewer layers of the same text. Empty if this
    /// one fits,
    /// or if nothing would.
    public List<Offer> offers() {
        List<Offer> offers = new ArrayList<>();
        if (!fits()) {
            int tokens = most(
                    size.tokens() - 1, count -> with(size.withTokens(count)).fits());
            if (tokens > 0) {
                offers.add(new Offer(tokens, size.layers()));
            }
            int layers = most(
                    size.layers() - 1, count -> with(size.withLayers(count)).fits());
            if (layers > 0) {
                offers.add(new Offer(size.tokens(), layers));
            }
        }
        return List.copyOf(offers);
    }

    private MemoryEstimate with(CaptureSize smaller) {
        return of(config, smaller, weights, room);
    }

    /// The largest number from 1 to `limit` that fits, where smaller ones fit if larger ones do; 0 if none does.
    private static int most(int limit, IntPredicate fits) {
        int good = 0;
        int bad = limit + 1;
        while (bad - good > 1) {
            int middle = good + (bad - good) / 2;
            if (fits.test(middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return good;
    }

    /// One sentence: it fits, or it does not and what would.
    public String verdict() {
        if (fits()) {
            return "This fits" + (chunk < Math.min(CHUNK, size.tokens()) ? ", in steps of " + chunk + " rows." : ".");
        }
        List<Offer> offers = offers();
        return reason() + (offers.isEmpty() ? "" : ": " + offerWords(offers)) + ".";
    }

    private String reason() {
        if (size.tokens() > config.nCtx()) {
            return "The model has positions for " + config.nCtx() + " tokens";
        }
        return fitsDevice()
                ? "The maps need " + words(kept) + " of this program's memory and there are " + words(room.heapBytes())
                : "Running it needs " + words(device()) + " and there are " + words(room.deviceBytes());
    }

    private String offerWords(List<Offer> offers) {
        StringBuilder words = new StringBuilder();
        for (Offer offer : offers) {
            words.append(words.isEmpty() ? "" : ", or ")
                    .append(
                            offer.tokens() < size.tokens()
                                    ? offer.tokens() + " tokens fit"
                                    : offer.layers() + (offer.layers() == 1 ? " layer fits" : " layers fit"));
        }
        return words.toString();
    }

    /// Refuses a capture that cannot end well.
    ///
    /// @throws NotEnoughMemoryException if something does not find its place; says what would
    void check() throws NotEnoughMemoryException {
        if (!fitsHeap() || !fitsDevice()) {
            List<Offer> offers = offers();
            throw new NotEnoughMemoryException(
                    "Keeping " + kind() + " on " + size.tokens() + " tokens",
                    fitsDevice() ? kept : device(),
                    fitsDevice() ? room.heapBytes() : room.deviceBytes(),
                    "use a shorter text or fewer maps" + (offers.isEmpty() ? "" : " (" + offerWords(offers) + ")"));
        }
    }

    private String kind() {
        return size.maps() == CaptureSize.EVERY_HEAD
                ? "the maps of " + size.layers() + " layers"
                : size.layers() * size.maps() + " maps";
    }

    /// A size in words, such as `412 MiB` or `3.1 GiB`.
    public static String words(long bytes) {
        if (bytes == Long.MAX_VALUE) {
            return "more than any machine has";
        }
        double mib = bytes / MIB;
        if (mib < 1) {
            return "under 1 MiB";
        }
        return mib < 1024
                ? String.format(Locale.ROOT, "%.0f MiB", mib)
                : String.format(Locale.ROOT, "%.1f GiB", mib / 1024);
    }
}
