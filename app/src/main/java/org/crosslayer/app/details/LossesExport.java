package org.crosslayer.app.details;

import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.crosslayer.app.control.PaneExport;
import org.crosslayer.app.control.TableExport;
import org.crosslayer.viz.paper.Passage;
import org.jspecify.annotations.Nullable;

/// What the pane of the painted text gives away: the tokens with their losses, and the text as it is painted.
final class LossesExport {
    private LossesExport() {}

    /// @param locked the token that is locked in the pane
    static PaneExport of(LossesViewModel viewModel, IntSupplier locked) {
        return new TableExport(
                viewModel.text().map(LossesExport::isScored).orElse(false),
                () -> table(viewModel.text().get()),
                () -> passage(viewModel, locked.getAsInt()));
    }

    private static boolean isScored(@Nullable LossText text) {
        return text != null && text.scored() > 0;
    }

    private static @Nullable Passage passage(LossesViewModel viewModel, int locked) {
        @Nullable LossText now = viewModel.text().get();
        return now == null || !isScored(now)
                ? null
                : LossPassage.of(
                        now,
                        viewModel.scale().get(),
                        locked,
                        viewModel.caption().get());
    }

    private static @Nullable String table(@Nullable LossText now) {
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
}
