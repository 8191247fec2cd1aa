package org.crosslayer.engine.cuda;

import static org.bytedeco.cuda.global.cudart.CU_EVENT_DEFAULT;
import static org.bytedeco.cuda.global.cudart.cuEventCreate;
import static org.bytedeco.cuda.global.cudart.cuEventDestroy;
import static org.bytedeco.cuda.global.cudart.cuEventElapsedTime;
import static org.bytedeco.cuda.global.cudart.cuEventRecord;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUevent_st;

/// Where a card's time goes: with `-Dcrosslayer.cuda.profile=true` an event stands before and after every
/// kernel and product, and what lies between them is added up by name.
///
/// Events keep kernels from being chained, so the times are those of each alone, and their sum is longer than
/// the work takes without them.
final class Profile implements AutoCloseable {
    private static final boolean WANTED = Boolean.getBoolean("crosslayer.cuda.profile");
    private static final double MICROS = 1e3;

    private record Span(String name, CUevent_st start, CUevent_st end) {}

    private static final class Sum {
        private int count;
        private double millis;
    }

    private final Card card;
    private final List<Span> spans = new ArrayList<>();
    private final List<CUevent_st> unused = new ArrayList<>();

    Profile(Card card) {
        this.card = card;
    }

    /// Something of that name is about to start.
    void before(String name) {
        if (WANTED) {
            spans.add(new Span(name, event(), event()));
            record(spans.getLast().start());
        }
    }

    /// It has been started.
    void after() {
        if (WANTED) {
            record(spans.getLast().end());
        }
    }

    /// A line for each name, the longest first, and forgets them; nothing if it is not wanted.
    List<String> take() {
        Map<String, Sum> sums = new HashMap<>();
        card.await();
        for (Span span : spans) {
            float[] millis = new float[1];
            Answers.require(() -> cuEventElapsedTime(millis, span.start(), span.end()), "say how long a kernel took");
            Sum sum = sums.computeIfAbsent(span.name(), _ -> new Sum());
            sum.count++;
            sum.millis += millis[0];
            unused.add(span.start());
            unused.add(span.end());
        }
        spans.clear();
        double all = sums.values().stream().mapToDouble(sum -> sum.millis).sum();
        return sums.entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> -entry.getValue().millis))
                .map(entry -> line(entry.getKey(), entry.getValue(), all))
                .toList();
    }

    private static String line(String name, Sum sum, double all) {
        return "%-32s %6d × %9.2f µs = %9.3f ms, %4.1f %%"
                .formatted(name, sum.count, sum.millis * MICROS / sum.count, sum.millis, 100 * sum.millis / all);
    }

    private void record(CUevent_st event) {
        card.enter();
        card.breakChain();
        Answers.require(() -> cuEventRecord(event, card.stream()), "note the time");
    }

    private CUevent_st event() {
        if (!unused.isEmpty()) {
            return unused.removeLast();
        }
        card.enter();
        CUevent_st event = new CUevent_st();
        Answers.require(() -> cuEventCreate(event, CU_EVENT_DEFAULT), "make an event");
        return event;
    }

    @Override
    public void close() {
        card.enter();
        take();
        unused.forEach(event -> Answers.require(() -> cuEventDestroy(event), "end an event"));
        unused.clear();
    }
}
