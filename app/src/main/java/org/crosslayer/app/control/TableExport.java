package org.crosslayer.app.control;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.beans.value.ObservableValue;
import org.crosslayer.app.figure.PanelRecipe;
import org.crosslayer.viz.paper.Passage;
import org.jspecify.annotations.Nullable;

/// What a pane without a picture gives away: its numbers or lines as a table, and the text that it paints, if any.
public final class TableExport implements PaneExport {
    private final ObservableValue<Boolean> ready;
    private final Supplier<@Nullable String> table;
    private final Supplier<@Nullable Passage> passage;

    /// @param ready whether there is something
    /// @param table see [PaneExport#table]
    public TableExport(ObservableValue<Boolean> ready, Supplier<@Nullable String> table) {
        this(ready, table, () -> null);
    }

    /// The same with a painted text.
    ///
    /// @param passage see [PaneExport#passage]
    public TableExport(
            ObservableValue<Boolean> ready, Supplier<@Nullable String> table, Supplier<@Nullable Passage> passage) {
        this.ready = ready;
        this.table = table;
        this.passage = passage;
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

    @Override
    public @Nullable Passage passage() {
        return passage.get();
    }
}
