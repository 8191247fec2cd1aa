package org.crosslayer.app.sharing;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.crosslayer.app.control.TableExport;

/// The rows of a plan as a table for other programs, numbers in neutral form, empty where they are not known.
final class RowTable {
    private RowTable() {}

    static String of(List<LayerRow> rows) {
        return rows.stream()
                .map(row -> TableExport.line(List.of(
                        Integer.toString(row.layer()),
                        row.mode().get().name().toLowerCase(Locale.ROOT),
                        row.source().get().replaceAll("^←\\s*", ""),
                        row.lisaWords().get(),
                        number(row.distance().get()),
                        row.trial().get() ? number(row.cost().get()) : "",
                        row.trial().get() ? "" : number(row.cost().get()),
                        number(row.total().get()))))
                .collect(Collectors.joining(
                        "",
                        TableExport.line(List.of(
                                "layer",
                                "method",
                                "source",
                                "lisa",
                                "distanceToBelow",
                                "ratioIfShared",
                                "ratioWithinPlan",
                                "ratioUpToHere")),
                        ""));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }
}
