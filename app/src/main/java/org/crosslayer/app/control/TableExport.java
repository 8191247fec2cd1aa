package org.crosslayer.app.control;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.beans.value.ObservableValue;
import org.crosslayer.app.figure.PanelRecipe;
import org.jspecify.annotations.Nullable;

/// What a pane without a picture gives away: its numbers or lines as a table.
public final class TableExport implements PaneExport {
    private final ObservableValue<Boolean> ready;
    private final Supplier<@Nullable String> table;

    /// @param ready whether there is something
    /// @param table see [PaneExport#table]
    public TableExport(ObservableValue<Boolean> ready, Supplier<@Nullable String> table) {
        this.ready = ready;
        this.table = table;
    }

    /// Cells with tabs between, as one line of a table; line breaks within them become spaces.
    public static String line(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.strip().replaceAll("\\s*[\\t\\r\\n]\\s*", " "))
                .collect(Collectors.joining("\t", "", "\n"));
    }

    @Override
    public ObservableValue<Boolean> ready() {
        return ready;
    }

    @Override
    public @Nullable PanelRecipe panel() {
        return null;
    }

    @Override
    public @Nullable String table() {
        return table.get();
    }
}
