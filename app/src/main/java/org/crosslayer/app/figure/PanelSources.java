package org.crosslayer.app.figure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.crosslayer.app.figure.Recipe.Source;
import org.jspecify.annotations.Nullable;

/// The files that a recipe names, whatever names them.
public final class PanelSources {
    /// What becomes of a source.
    @FunctionalInterface
    interface Change {
        /// The source in place of one.
        ///
        /// @param what what the file is: `plan`, `report`
        Source of(String what, Source source) throws IOException;
    }

    private PanelSources() {}

    /// The same panel with every source changed.
    static PanelRecipe mapped(PanelRecipe panel, Change change) throws IOException {
        return switch (panel) {
            case PanelRecipe.Attention it ->
                new PanelRecipe.Attention(it.title(), mapped(it.at(), change), it.first(), it.tokens(), it.scale());
            case PanelRecipe.Difference it ->
                new PanelRecipe.Difference(
                        it.title(),
                        mapped(it.at(), change),
                        mapped(it.minus(), change),
                        it.first(),
                        it.tokens(),
                        it.scale());
            case PanelRecipe.TradeOff it -> {
                List<PanelRecipe.NamedPlan> plans = new ArrayList<>();
                for (PanelRecipe.NamedPlan plan : it.plans()) {
                    plans.add(new PanelRecipe.NamedPlan(plan.name(), change.of("plan", plan.plan()), plan.group()));
                }
                yield new PanelRecipe.TradeOff(it.title(), plans, it.against());
            }
            case PanelRecipe.Fitting it -> {
                List<PanelRecipe.NamedReport> reports = new ArrayList<>();
                for (PanelRecipe.NamedReport report : it.reports()) {
                    reports.add(new PanelRecipe.NamedReport(report.name(), change.of("report", report.report())));
                }
                yield new PanelRecipe.Fitting(it.title(), reports, it.against());
            }
            case PanelRecipe.Data it -> {
                PanelRecipe of = it.of();
                yield new PanelRecipe.Data(
                        it.title(),
                        change.of("data", it.data()),
                        it.index(),
                        it.caption(),
                        of == null ? null : mapped(of, change),
                        it.scale());
            }
            case PanelRecipe.Layers it -> it;
            case PanelRecipe.Heads it -> it;
            case PanelRecipe.AllHeads it -> it;
            case PanelRecipe.Bands it -> it;
            case PanelRecipe.Profile it -> it;
            case PanelRecipe.Influence it -> it;
            case PanelRecipe.Cost it -> it;
            case PanelRecipe.Scatter it -> it;
        };
    }

    /// The same panel with its files at other places.
    ///
    /// @param places from a path to the one that takes its place
    public static PanelRecipe renamed(PanelRecipe panel, UnaryOperator<String> places) {
        try {
            return mapped(panel, (_, source) -> new Source(places.apply(source.path()), source.sha256()));
        } catch (IOException fault) {
            throw new UncheckedIOException("a change of names reads no file", fault);
        }
    }

    /// The paths of all files that a panel names.
    public static List<String> paths(PanelRecipe panel) {
        List<String> paths = new ArrayList<>();
        PanelRecipe _ = renamed(panel, path -> {
            paths.add(path);
            return path;
        });
        return paths;
    }

    /// The recipe as it must read in another folder.
    static Recipe moved(Recipe recipe, Path from, @Nullable Path to) throws IOException {
        if (to == null) {
            return recipe;
        }
        Change change = (_, source) -> new Source(moved(source.path(), from, to), source.sha256());
        List<PanelRecipe> panels = new ArrayList<>();
        for (PanelRecipe panel : recipe.panels()) {
            panels.add(mapped(panel, change));
        }
        Source tokenizer = recipe.tokenizer();
        return new Recipe(
                recipe.schemaVersion(),
                recipe.program(),
                change.of("model", recipe.model()),
                tokenizer == null ? null : change.of("tokenizer", tokenizer),
                change.of("text", recipe.text()),
                recipe.windows(),
                recipe.seed(),
                panels,
                recipe.sheet());
    }

    private static String moved(String path, Path from, Path to) {
        Path file = Path.of(path);
        if (file.isAbsolute()) {
            return path;
        }
        Path there = from.toAbsolutePath().resolve(file).normalize();
        return to.toAbsolutePath().normalize().relativize(there).toString().replace('\\', '/');
    }

    private static PanelRecipe.Place mapped(PanelRecipe.Place place, Change change) throws IOException {
        Source plan = place.plan();
        return plan == null ? place : new PanelRecipe.Place(place.layer(), place.head(), change.of("plan", plan));
    }
}
