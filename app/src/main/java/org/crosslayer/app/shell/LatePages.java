package org.crosslayer.app.shell;

import java.time.Duration;
import java.util.List;
import org.crosslayer.app.control.Pages;
import org.crosslayer.app.task.Aside;
import org.crosslayer.viz.chart.ChartRehearsal;

/// Brings the pages that nobody has looked at yet into the window, part by part with pauses between: at the
/// start they would keep the first picture waiting, and all at once they would hold the window up. Meanwhile charts are
/// drawn and controls laid out in the background, so that what is turned to first need not wait for all that they load.
final class LatePages {
    /// Long enough for clicks to get in between, and for a frame.
    private static final Duration PAUSE = Duration.ofMillis(60);

    private final List<Pages> all;
    private final ShellViewModel viewModel;
    private Runnable stop = () -> {};

    LatePages(Zones zones, ShellViewModel viewModel) {
        this.all = List.of(zones.overview(), zones.evidence(), zones.details());
        this.viewModel = viewModel;
        viewModel.hasPicture().subscribe(_ -> begin());
        viewModel.hasPicture().subscribe(is -> {
            if (is) {
                List<String> sheets =
                        Stylesheets.of(viewModel.preferences().textPercent().get());
                Aside.run("rehearsal", () -> {
                    ChartRehearsal.playOnce();
                    ControlRehearsal.playOnce(sheets);
                });
            }
        });
        // The hidden ones went.
        all.forEach(pages -> pages.folded().addListener((_, _, _) -> begin()));
    }

    /// Lets a change of all styles be done to what is seen first, and to hidden pages as they come back.
    void during(Runnable change) {
        all.forEach(Pages::dismissHidden);
        change.run();
        begin();
    }

    private void begin() {
        stop.run();
        if (viewModel.hasPicture().getValue()) {
            stop = viewModel.after(PAUSE, this::next);
        }
    }

    private void next() {
        if (all.stream().anyMatch(Pages::prepareNext)) {
            begin();
        }
    }
}
