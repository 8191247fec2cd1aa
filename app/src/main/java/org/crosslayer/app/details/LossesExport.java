package org.crosslayer.app.details;

import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import org.crosslayer.app.control.PaneExport;
import org.crosslayer.app.control.TableExport;
import org.crosslayer.app.figure.PanelRecipe;
import org.crosslayer.viz.paper.Passage;
import org.jspecify.annotations.Nullable;

/// What the pane of the painted text gives away: the tokens with their losses, and the text as it is painted.
final class LossesExport implements PaneExport {
    private final LossesViewModel viewModel;
    private final IntSupplier locked;
    private final ObservableValue<Boolean> ready;

    /// @param locked the token that is locked in the pane
    LossesExport(LossesViewModel viewModel, IntSupplier locked) {
        this.viewModel = viewModel;
        this.locked = locked;
        ready = Bindings.createBooleanBinding(this::isScored, viewModel.text());
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
    public @Nullable Passage passage() {
        @Nullable LossText now = viewModel.text().get();
        return now == null || !isScored()
                ? null
                : LossPassage.of(
                        now,
                        viewModel.scale().get(),
                        locked.getAsInt(),
                        viewModel.caption().get());
    }

    @Override
    public @Nullable String table() {
        @Nullable LossText now = viewModel.text().get();
        return now == null
                ? null
                : IntStream.range(0, now.places().count())
                        .filter(token -> !Double.isNaN(now.plan(token)))
                        .mapToObj(token -> TableExport.line(List.of(
                                Integer.toString(token),
                                now.places().text().ids().get(token).toString(),
                                now.places().shown(token),
                                Double.toString(now.baseline(token)),
                                Double.toString(now.plan(token)))))
                        .collect(Collectors.joining(
                                "", TableExport.line(List.of("token", "id", "text", "baselineNats", "planNats")), ""));
    }

    private boolean isScored() {
        @Nullable LossText now = viewModel.text().get();
        return now != null && now.scored() > 0;
    }
}
