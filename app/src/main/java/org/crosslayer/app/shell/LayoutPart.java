package org.crosslayer.app.shell;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.crosslayer.app.control.Pages;
import org.crosslayer.app.document.ProjectPart;
import org.jspecify.annotations.Nullable;

/// How the window is divided, as projects keep it.
final class LayoutPart implements ProjectPart {
    private final BodyView body;
    private final Zones zones;

    LayoutPart(BodyView body, Zones zones) {
        this.body = body;
        this.zones = zones;
    }

    @Override
    public String key() {
        return "layout";
    }

    @Override
    public boolean isAside() {
        return true;
    }

    @Override
    public Map<String, Object> save() {
        Map<String, Object> kept = new HashMap<>();
        kept.put("zones", body.layout().get().name());
        kept.put("folded", body.centre().folded().get());
        kept.put("overviewFolded", body.centre().overviewFolded().get());
        kept.put("overview", String.valueOf(zones.overview().shown().get().getId()));
        kept.put("evidence", String.valueOf(zones.evidence().shown().get().getId()));
        kept.put("details", String.valueOf(zones.details().shown().get().getId()));
        kept.put("columns", list(body.dividers()));
        kept.put("rows", list(body.centre().dividers()));
        return kept;
    }

    @Override
    public void restore(Map<String, Object> saved) {
        Arrays.stream(Layout.values())
                .filter(layout -> layout.name().equals(saved.get("zones")))
                .forEach(body.layout()::set);
        if (saved.get("folded") instanceof Boolean folded) {
            body.centre().folded().set(folded);
        }
        if (saved.get("overviewFolded") instanceof Boolean folded) {
            body.centre().overviewFolded().set(folded);
        }
        turn(zones.overview(), saved.get("overview"));
        turn(zones.evidence(), saved.get("evidence"));
        turn(zones.details(), saved.get("details"));
        body.setDividers(positions(saved.get("columns")));
        body.centre().setDividers(positions(saved.get("rows")));
    }

    private static void turn(Pages pages, @Nullable Object id) {
        pages.cards().stream().filter(card -> card.getId().equals(id)).forEach(pages.shown()::set);
    }

    /// To the hundredth: dividers move by a pixel while a window opens.
    private static List<Double> list(double[] positions) {
        return Arrays.stream(positions)
                .map(at -> Math.round(at * 100) / 100.0)
                .boxed()
                .toList();
    }

    private static double[] positions(@Nullable Object saved) {
        return saved instanceof List<?> list
                ? list.stream()
                        .filter(Number.class::isInstance)
                        .mapToDouble(value -> ((Number) value).doubleValue())
                        .filter(at -> at > 0 && at < 1)
                        .toArray()
                : new double[0];
    }
}
