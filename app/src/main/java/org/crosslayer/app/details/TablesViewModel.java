package org.crosslayer.app.details;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.workspace.EvidenceSettings;
import org.crosslayer.app.workspace.PaneSelection;
import org.crosslayer.app.workspace.Sampling;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.format.AtomicFile;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.crosslayer.engine.similarity.HeadLikeness;
import org.crosslayer.engine.similarity.HeadStatistics;
import org.crosslayer.engine.similarity.LayerSimilarity;
import org.jspecify.annotations.Nullable;

/// Heads and pairs in tables that can be sorted and filtered; a line that is chosen is looked at everywhere. Nothing is
/// computed while nobody looks.
public final class TablesViewModel {
    /// How a table is ordered.
    ///
    /// @param column       id of a column; empty for the order in which lines come
    /// @param isDescending largest first
    public record Order(String column, boolean isDescending) {}

    private final Workspace workspace;
    private final PaneSelection pane;
    private final TaskRunner runner;
    private final HeadFindings findings;
    private final BooleanProperty looking = new SimpleBooleanProperty();
    private final ObjectProperty<TableKind> kind = new SimpleObjectProperty<>(TableKind.HEADS);
    private final StringProperty filter = new SimpleStringProperty("");
    private final Map<TableKind, Order> orders = new EnumMap<>(TableKind.class);
    /// Of the tables that are not shown.
    private final Map<TableKind, String> filters = new EnumMap<>(TableKind.class);
    private final ReadOnlyObjectWrapper<NumberTable> table = new ReadOnlyObjectWrapper<>(NumberTable.NONE);
    private final ReadOnlyObjectWrapper<List<Integer>> lines = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper caption = new ReadOnlyStringWrapper("");
    private final ObjectProperty<Set<String>> hiddenColumns = new SimpleObjectProperty<>(Set.of());
    private HeadFindings.@Nullable Head wanted;
    /// What the numbers are of.
    private String source = "";
    /// What the table was made of.
    private List<Object> material = List.of();
    /// The table whose lines are shown.
    private NumberTable arranged = NumberTable.NONE;

    public TablesViewModel(Workspace workspace, TaskRunner runner) {
        this.workspace = workspace;
        this.pane = new PaneSelection(workspace.selection());
        this.runner = runner;
        findings = new HeadFindings(workspace.evidence(), runner, workspace.failures(this::showHeads), this::showHeads);
        workspace.evidence().settings().addListener((_, _, _) -> forget());
        orders.put(TableKind.LAYER_PAIRS, new Order("value", false));
        orders.put(TableKind.HEAD_PAIRS, new Order("divergence", true));
        orders.put(TableKind.LIKE, new Order("divergence", false));
        workspace.subject().addListener((_, _, _) -> forget());
        workspace.similarity().addListener((_, _, _) -> refresh(TableKind.LAYER_PAIRS));
        workspace.alignments().addListener((_, _, _) -> {
            refresh(TableKind.HEADS);
            refresh(TableKind.HEAD_PAIRS);
        });
        pane.selection().pinned().addListener((_, _, _) -> refresh(TableKind.HEAD_PAIRS));
        kind.addListener((_, before, now) -> {
            filters.put(before, filter.get());
            filter.set(filters.getOrDefault(now, ""));
            show();
        });
        looking.addListener((_, _, _) -> show());
        filter.addListener((_, _, _) -> arrange());
    }

    /// Whether somebody looks.
    public BooleanProperty looking() {
        return looking;
    }

    /// What is listed.
    public ObjectProperty<TableKind> kind() {
        return kind;
    }

    /// Words and conditions that lines must fulfil, such as `entropy > 2`; each kind of table has its own.
    public StringProperty filter() {
        return filter;
    }

    /// What is wrong with the filter, one sentence; empty if nothing is.
    public ReadOnlyStringProperty problem() {
        return problem.getReadOnlyProperty();
    }

    /// What is listed, of what, over how much text.
    public ReadOnlyStringProperty caption() {
        return caption.getReadOnlyProperty();
    }

    /// Columns that are not shown, each as `heads.sink`: the kind of table and the column's id.
    public ObjectProperty<Set<String>> hiddenColumns() {
        return hiddenColumns;
    }

    /// Whether a column of the present table is not shown.
    boolean isHidden(Column column) {
        return column.canBeHidden() && hiddenColumns.get().contains(key(column));
    }

    /// Shows a column of the present table, or does not.
    void hide(Column column, boolean isHidden) {
        Set<String> now = new TreeSet<>(hiddenColumns.get());
        if (column.canBeHidden() && (isHidden ? now.add(key(column)) : now.remove(key(column)))) {
            hiddenColumns.set(Set.copyOf(now));
        }
    }

    private String key(Column column) {
        return kind.get().id() + "." + column.id();
    }

    /// All lines.
    ReadOnlyObjectProperty<NumberTable> table() {
        return table.getReadOnlyProperty();
    }

    /// Those that are shown, in their order.
    public ReadOnlyObjectProperty<List<Integer>> lines() {
        return lines.getReadOnlyProperty();
    }

    public Selection selection() {
        return pane.selection();
    }

    /// Whether the pane goes where the selection goes.
    public BooleanProperty follows() {
        return pane.follows();
    }

    /// How the table is ordered.
    public Order order() {
        return orders.getOrDefault(kind.get(), new Order("", false));
    }

    /// Orders the table.
    public void order(Order order) {
        orders.put(kind.get(), order);
        arrange();
    }

    /// Lists the heads that are most like the chosen one; without a chosen head it says so.
    public void findLikeChosen() {
        int layer = selection().primary().get();
        int head = selection().head().get();
        wanted = head == Selection.MEAN || layer == Selection.NONE ? null : new HeadFindings.Head(layer, head);
        kind.set(TableKind.LIKE);
        show();
    }

    /// Looks at a line's heads or layers everywhere.
    public void choose(int line) {
        NumberTable now = table.get();
        switch (kind.get()) {
            case HEADS, LIKE -> Look.atHead(selection(), whole(now, line, "layer"), whole(now, line, "head"));
            case LAYER_PAIRS -> Look.atPair(selection(), whole(now, line, "layer"), whole(now, line, "source"));
            case HEAD_PAIRS -> {
                double upper = now.at(line, now.column("head"));
                double lower = now.at(line, now.column("source"));
                Look.atHeads(
                        selection(),
                        HeadCode.layer(upper),
                        HeadCode.head(upper),
                        HeadCode.layer(lower),
                        HeadCode.head(lower));
            }
        }
    }

    /// Pins a line's head, to compare it with the chosen one; pairs have none to pin.
    public void pin(int line) {
        if (kind.get() == TableKind.HEADS || kind.get() == TableKind.LIKE) {
            Look.pin(selection(), whole(table.get(), line, "layer"), whole(table.get(), line, "head"));
        } else {
            choose(line);
        }
    }

    /// The line of what all panes look at, if it is shown.
    public OptionalInt chosen() {
        NumberTable now = table.get();
        return lines.get().stream()
                .mapToInt(line -> line)
                .filter(line -> isChosen(now, line))
                .findFirst();
    }

    /// The lines that are shown, for a spreadsheet.
    public String tabular() {
        return table.get().delimited(lines.get(), "\t");
    }

    /// What to call a file with the lines that are shown.
    public String fileName() {
        @Nullable Subject subject = workspace.subject().get();
        return (subject == null ? "" : subject.summary().name() + "-")
                + kind.get().words().toLowerCase(Locale.ROOT).replace(' ', '-') + ".csv";
    }

    /// Saves the lines that are shown as CSV.
    public void save(Path file) {
        byte[] text = table.get().delimited(lines.get(), ",").getBytes(StandardCharsets.UTF_8);
        runner.submit(TaskSpec.<Path>of(
                "Saving " + file.getFileName(),
                Urgency.VIEW,
                (_, _, _) -> {
                    AtomicFile.write(file, out -> out.write(text));
                    return file;
                },
                _ -> {},
                workspace.failures(() -> save(file))));
    }

    private static int whole(NumberTable table, int line, String column) {
        return (int) Math.round(table.at(line, table.column(column)));
    }

    private boolean isChosen(NumberTable now, int line) {
        int layer = selection().primary().get();
        int pinned = selection().pinned().get();
        int head = selection().head().get();
        return switch (kind.get()) {
            case HEADS, LIKE -> whole(now, line, "layer") == layer && whole(now, line, "head") == head;
            case LAYER_PAIRS -> whole(now, line, "layer") == layer && whole(now, line, "source") == pinned;
            case HEAD_PAIRS ->
                now.at(line, now.column("head")) == HeadCode.of(layer, head)
                        && now.at(line, now.column("source")) == HeadCode.of(pinned, Look.pinnedHead(selection()));
        };
    }

    private void forget() {
        findings.clear();
        wanted = null;
        show();
    }

    private void showHeads() {
        refresh(TableKind.HEADS);
        refresh(TableKind.LIKE);
    }

    private void refresh(TableKind changed) {
        if (kind.get() == changed) {
            show();
        }
    }

    private void show() {
        @Nullable Subject subject = workspace.subject().get();
        if (!looking.get()) {
            return;
        }
        if (subject == null) {
            fill(NumberTable.NONE, "");
            return;
        }
        switch (kind.get()) {
            case HEADS -> showHeads(subject);
            case LAYER_PAIRS -> showLayerPairs(subject);
            case HEAD_PAIRS ->
                fill(
                        made(List.of(kind.get(), headPairs()), () -> DetailTables.headPairs(headPairs())),
                        "Jensen–Shannon divergence, first key kept, matched one to one on "
                                + windows(Sampling.alignment(subject).words()));
            case LIKE -> showLike(subject);
        }
    }

    private void showHeads(Subject subject) {
        List<HeadStatistics> statistics = findings.statistics(subject);
        List<HeadAlignment> alignments = workspace.alignments().get();
        fill(
                made(List.of(kind.get(), statistics, alignments), () -> DetailTables.heads(statistics, alignments)),
                statistics.isEmpty()
                        ? "looking at all heads …"
                        : "means over rows · " + evidence().sink().words() + " · "
                                + evidence().sample(subject, findings.windows()));
    }

    private void showLayerPairs(Subject subject) {
        @Nullable LayerSimilarity known = workspace.similarity().get();
        fill(
                known == null
                        ? NumberTable.NONE
                        : made(List.of(kind.get(), known), () -> DetailTables.layerPairs(known)),
                known == null
                        ? "comparing layers …"
                        : known.options().words() + " · " + evidence().sample(subject, known.windows()));
    }

    private void showLike(Subject subject) {
        HeadFindings.@Nullable Head head = wanted;
        if (head == null) {
            fill(
                    NumberTable.NONE,
                    "Choose a head first, in the maps or in the table of heads; then ask for those like it.");
            return;
        }
        @Nullable HeadLikeness known = findings.like(subject, head);
        fill(
                known == null ? NumberTable.NONE : made(List.of(kind.get(), known), () -> DetailTables.like(known)),
                "like " + head.words()
                        + (known == null
                                ? ": comparing …"
                                : ", Jensen–Shannon divergence, first key kept, " + known.windows() + " of "
                                        + known.windowsTotal() + " "
                                        + windows(Sampling.alignment(subject).words())));
    }

    /// Those of the two chosen layers first, since all of their pairs are always listed.
    private List<HeadAlignment> headPairs() {
        List<HeadAlignment> known = workspace.alignments().get();
        List<HeadAlignment> chosen = known.stream()
                .filter(each -> each.layer() == selection().primary().get()
                        && each.source() == selection().pinned().get())
                .toList();
        return Stream.concat(chosen.stream(), known.stream().filter(each -> !chosen.contains(each)))
                .toList();
    }

    private EvidenceSettings evidence() {
        return workspace.evidence().settings().get();
    }

    /// Without what is said about scoring, which these numbers have nothing to do with.
    private static String windows(String protocol) {
        int end = protocol.indexOf(',');
        return end < 0 ? protocol : protocol.substring(0, end);
    }

    /// The present table if it was made of the same, so that turning back to it draws nothing anew.
    private NumberTable made(List<Object> of, Supplier<NumberTable> maker) {
        if (material.equals(of)) {
            return table.get();
        }
        material = of;
        return maker.get();
    }

    private void fill(NumberTable newTable, String of) {
        if (newTable.equals(NumberTable.NONE)) {
            material = List.of();
        }
        table.set(newTable);
        source = of;
        arrange();
    }

    private void arrange() {
        NumberTable now = table.get();
        TableFilter parsed = now.columns().isEmpty() ? TableFilter.NONE : TableFilter.of(filter.get(), now);
        problem.set(parsed.problem());
        Order order = order();
        List<Integer> next = now.lines(parsed, now.column(order.column()), order.isDescending());
        if (!now.equals(arranged) || !next.equals(lines.get())) {
            arranged = now;
            lines.set(next);
        }
        int shown = lines.get().size();
        String count = now.columns().isEmpty()
                ? ""
                : (shown == now.lines() ? "" : shown + " of ") + kind.get().count(now.lines()) + " · ";
        caption.set(count + source);
    }
}
