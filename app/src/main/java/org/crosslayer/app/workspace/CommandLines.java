package org.crosslayer.app.workspace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.ProtocolKind;
import org.crosslayer.engine.evaluation.SpeedRequest;
import org.crosslayer.engine.experiment.SensitivityOptions;
import org.crosslayer.engine.experiment.SharingSeries;
import org.crosslayer.engine.fitting.FitOptions;
import org.crosslayer.engine.similarity.MatchMethod;
import org.crosslayer.engine.similarity.Metric;
import org.crosslayer.engine.similarity.SimilarityOptions;

/// What follows `crosslayer` on the command line to do what the window did. Names and numbers are those of the
/// commands, and no default is relied upon where the window has one of its own.
public final class CommandLines {
    private CommandLines() {}

    /// What the model is.
    public static List<String> inspect(Subject subject) {
        return List.of("inspect", model(subject));
    }

    /// How alike layers are.
    public static List<String> similarity(Subject subject, SimilarityOptions options, Protocol windows) {
        List<String> line = new ArrayList<>(List.of("similarity", model(subject)));
        line.addAll(text(subject.text()));
        line.addAll(List.of("--metric", spelling(options.metric()), "--heads", spelling(options.heads())));
        if (options.metric() == Metric.JSD) {
            line.addAll(List.of("--log-base", options.logBase().label()));
        }
        if (options.skipFirstRow()) {
            line.add("--skip-first-row");
        }
        line.addAll(windows(windows));
        line.addAll(List.of("--out", "similarity.json"));
        return line;
    }

    /// Which heads belong together.
    public static List<String> align(Subject subject, MatchMethod method, Protocol windows) {
        List<String> line = new ArrayList<>(List.of("align", model(subject)));
        line.addAll(text(subject.text()));
        line.addAll(List.of("--method", spelling(method)));
        line.addAll(windows(windows));
        line.addAll(List.of("--out", "heads.json"));
        return line;
    }

    /// What the plan costs; the plan itself is added by whoever writes the line.
    public static List<String> perplexity(Subject subject, Protocol protocol) {
        List<String> line = new ArrayList<>(List.of("perplexity", model(subject)));
        line.addAll(text(subject.text()));
        line.addAll(List.of("--protocol", protocol.kind().spelling()));
        line.addAll(windows(protocol));
        if (protocol.kind() == ProtocolKind.STRIDE) {
            line.addAll(List.of("--stride", Integer.toString(protocol.stride())));
        }
        line.addAll(List.of("--bos", spelling(protocol.bos())));
        return line;
    }

    /// What the plan brings.
    public static List<String> speed(Subject subject, SpeedRequest request) {
        return List.of(
                "speed",
                model(subject),
                "--prompt",
                Integer.toString(request.prompt()),
                "--generate",
                Integer.toString(request.generate()),
                "--batch",
                Integer.toString(request.batch()),
                "--repeats",
                Integer.toString(request.repeats()));
    }

    /// A fit of LiSA layers.
    public static List<String> fit(Subject subject, OpenText calibration, FitOptions options) {
        List<String> line = new ArrayList<>(List.of(
                "fit",
                model(subject),
                "--layers",
                options.layers().stream().map(String::valueOf).collect(Collectors.joining(","))));
        if (options.isTrained() || !options.lisa().isAlignmentAlone()) {
            line.addAll(List.of(
                    "--rank",
                    Integer.toString(options.lisa().rank()),
                    "--hidden",
                    Integer.toString(options.lisa().hidden()),
                    "--activation",
                    spelling(options.lisa().activation()),
                    "--combine",
                    spelling(options.lisa().combine()),
                    "--steps-local",
                    Integer.toString(options.local().steps()),
                    "--steps-distill",
                    Integer.toString(options.distill().steps())));
        } else {
            line.add("--align-only");
        }
        line.addAll(List.of(
                "--carrier",
                spelling(options.lisa().carrier()),
                "--start",
                spelling(options.start()),
                "--window",
                Integer.toString(options.window()),
                "--seed",
                Long.toString(options.seed())));
        if (!options.lisa().skip()) {
            line.add("--no-skip");
        }
        if (!options.lisa().rope()) {
            line.add("--no-rope");
        }
        if (!options.chained()) {
            line.add("--anchored");
        }
        line.addAll(text(calibration));
        line.addAll(List.of("--out", "fitted"));
        return line;
    }

    /// Text that the model writes; the plan itself is added by whoever writes the line.
    public static List<String> generate(Subject subject, String prompt, int tokens, double temperature, int seed) {
        List<String> line = new ArrayList<>(
                List.of("generate", model(subject), "--text", prompt, "--tokens", Integer.toString(tokens)));
        if (temperature > 0) {
            line.addAll(List.of("--temperature", Double.toString(temperature), "--seed", Integer.toString(seed)));
        }
        return line;
    }

    /// The numbers against those of a reference file.
    public static List<String> parity(Subject subject, Path reference) {
        return List.of("parity", model(subject), absolute(reference));
    }

    /// What sharing costs, layer by layer and added up; the plan's fitted layers are added by whoever writes the
    /// line.
    public static List<String> sharing(
            Subject subject, List<Integer> layers, List<SharingSeries> orders, MatchMethod method, Protocol protocol) {
        List<String> line = experiment("sharing", subject, layers, protocol);
        line.addAll(List.of(
                "--order",
                orders.stream()
                        .filter(SharingSeries::isCumulative)
                        .map(CommandLines::spelling)
                        .collect(Collectors.joining(",")),
                "--method",
                spelling(method),
                "--out",
                "sharing.csv"));
        return line;
    }

    /// How much the model minds deviations of one layer's attention.
    public static List<String> sensitivity(Subject subject, SensitivityOptions options, long seed, Protocol protocol) {
        List<String> line = experiment("sensitivity", subject, options.layers(), protocol);
        line.addAll(List.of("--seed", Long.toString(seed), "--out", "sensitivity.csv"));
        return line;
    }

    private static List<String> experiment(String kind, Subject subject, List<Integer> layers, Protocol protocol) {
        List<String> line = new ArrayList<>(List.of("experiment", kind, model(subject)));
        line.addAll(text(subject.text()));
        line.addAll(List.of("--layers", layers.stream().map(String::valueOf).collect(Collectors.joining(","))));
        line.addAll(windows(protocol));
        return line;
    }

    /// A figure from its recipe.
    public static List<String> figure(Path recipe, Path out) {
        return List.of("figure", absolute(recipe), "--out", absolute(out));
    }

    private static String model(Subject subject) {
        return absolute(subject.summary().path());
    }

    private static List<String> text(OpenText text) {
        return List.of("--text-file", absolute(text.path()));
    }

    private static List<String> windows(Protocol windows) {
        return windows.maxWindows() == Integer.MAX_VALUE
                ? List.of("--window", Integer.toString(windows.window()))
                : List.of(
                        "--window",
                        Integer.toString(windows.window()),
                        "--max-windows",
                        Integer.toString(windows.maxWindows()));
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }

    /// As the command line has its constants.
    private static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
