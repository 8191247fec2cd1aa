package org.crosslayer.app.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.crosslayer.engine.LoadedModel;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.Savings;
import org.crosslayer.engine.fitting.FitOptions;
import org.crosslayer.engine.fitting.FitPoint;
import org.crosslayer.engine.fitting.FitResult;
import org.crosslayer.engine.sharing.FitNotes;
import org.jspecify.annotations.Nullable;

/// What a fit was asked, how it went and what it reached, for plan, people and machines.
///
/// @param options     as fitted
/// @param calibration name of the text
/// @param tokens      its length
/// @param curve       of this run; empty for an alignment alone
/// @param best        what is kept
/// @param seconds     of this run, without opening the model
/// @param finished    false if stopped before the last step
/// @param folder      where the plan goes
record FitReport(
        FitOptions options,
        String calibration,
        int tokens,
        List<FitPoint> curve,
        FitResult best,
        double seconds,
        boolean finished,
        Path folder) {
    private static final String PLAN = "plan.json";

    FitReport {
        curve = List.copyOf(curve);
    }

    /// Writes plan and adapters.
    void writePlan(LoadedModel model) throws EngineException {
        Map<String, String> how = new LinkedHashMap<>();
        how.put("calibration", calibration);
        how.put("calibrationTokens", String.valueOf(tokens));
        FitArguments.words(options).forEach((name, value) -> how.put(name, String.valueOf(value)));
        how.put("finished", String.valueOf(finished));
        how.put("bestStage", best.stage().words());
        how.put("bestStep", String.valueOf(best.step()));
        how.put("device", model.deviceDescription());
        Map<String, Double> reached = new LinkedHashMap<>();
        if (best.isMeasured()) {
            reached.put("heldOut", best.heldOut());
        }
        reached.put("seconds", seconds);
        model.writePlan(plan(), best.plan(), new FitNotes(how, reached));
    }

    /// All of it as JSON; `curve` has `loss` and `heldOut` in nats, null where not measured.
    Map<String, @Nullable Object> json(LoadedModel model) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("model", model.summary().name());
        result.put("device", model.deviceDescription());
        result.put("calibration", calibration);
        result.put("calibrationTokens", tokens);
        result.put("layers", options.layers());
        result.put("options", FitArguments.words(options));
        result.put("seed", options.seed());
        result.put("finished", finished);
        result.put("seconds", seconds);
        result.put("heldOut", best.isMeasured() ? best.heldOut() : null);
        result.put("bestStage", Spelling.of(best.stage()));
        result.put("bestStep", best.step());
        result.put("channelShareSaved", savings(model).channelShare());
        result.put("plan", plan().toString());
        result.put("curve", curve.stream().map(FitReport::point).toList());
        return result;
    }

    /// The same for people.
    TextTable table(LoadedModel model) {
        Double first = curve.isEmpty() ? null : curve.getFirst().heldOut();
        TextTable table = new TextTable()
                .row("layers", options.layers() + (options.chained() ? ", chained" : ", anchored"))
                .row(
                        "adapter",
                        "rank " + options.lisa().rank() + ", " + options.lisa().hidden() + " hidden units")
                .row(
                        "held-out",
                        heldOut("%.4f nats a token")
                                + (first == null ? "" : number(", %.4f at the first step", first)));
        if (!curve.isEmpty()) {
            table.row("reached", reached());
        }
        return table.row("time", number("%.1f s", seconds) + ", seed " + options.seed())
                .row(
                        "saved",
                        number(
                                "%.1f %% of all query and key channels",
                                100 * savings(model).channelShare()))
                .row("plan", plan().toString());
    }

    /// One sentence for somebody who has pressed Ctrl-C.
    String stopped() {
        return "Stopped early; the best state, of " + reached() + " (held-out " + heldOut("%.4f") + "), is in " + folder
                + ".";
    }

    private String heldOut(String format) {
        return best.isMeasured() ? number(format, best.heldOut()) : "not measured";
    }

    private String reached() {
        return "step " + best.step() + " of " + options.of(best.stage()).steps() + " "
                + best.stage().words();
    }

    private Path plan() {
        return folder.resolve(PLAN);
    }

    private Savings savings(LoadedModel model) {
        return Savings.of(model.config(), best.plan(), options.window());
    }

    private static Map<String, @Nullable Object> point(FitPoint point) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("stage", Spelling.of(point.stage()));
        result.put("step", point.step());
        result.put("loss", Double.isFinite(point.loss()) ? point.loss() : null);
        result.put("heldOut", point.heldOut());
        result.put("seconds", point.seconds());
        return result;
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
