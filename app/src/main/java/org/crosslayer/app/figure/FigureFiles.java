package org.crosslayer.app.figure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.crosslayer.viz.companion.FigureBundle;
import org.crosslayer.viz.companion.Latex;
import org.crosslayer.viz.export.FileDraft;
import org.crosslayer.viz.paper.Panel;
import org.crosslayer.viz.paper.PaperFormat;
import org.crosslayer.viz.paper.Sheet;

/// Writes a figure and everything behind it: data, tables, programs, caption, recipe.
public final class FigureFiles {
    private static final String RECIPE = ".recipe.json";
    private static final String DATA = ".npz";

    private FigureFiles() {}

    /// Draws panels on the recipe's sheet, and nothing else.
    ///
    /// @throws RecipeException if size or style make no sense; one sentence
    public static void draw(Recipe recipe, List<Panel> panels, Path file) throws IOException, RecipeException {
        draw(recipe.paper().sheet(panels), recipe.paper(), file);
    }

    private static void draw(Sheet sheet, SheetRecipe style, Path file) throws IOException, RecipeException {
        PaperFormat format = PaperFormat.of(file)
                .orElseThrow(() -> new RecipeException(
                        file + " has none of the endings .pdf, .svg and .png that say what to write."));
        try {
            format.write(sheet, style.resolution(), file);
        } catch (IllegalArgumentException fault) {
            throw new RecipeException(String.valueOf(fault.getMessage()));
        }
    }

    /// Draws the figure and writes what stands behind it beside it.
    ///
    /// @param from the folder that the recipe's files are relative to; the recipe written is relative to its own
    /// @return all files, the figure first
    public static List<Path> write(FigureMaker.Outcome outcome, Path from, Path file)
            throws IOException, RecipeException {
        SheetRecipe style = outcome.recipe().paper();
        Sheet sheet = outcome.sheet();
        draw(sheet, style, file);
        List<Path> files = new ArrayList<>(List.of(file));
        files.addAll(FigureBundle.write(sheet, file));
        String stem = FigureBundle.stem(file);
        String caption = outcome.caption();
        files.add(text(file.resolveSibling(stem + "-caption.txt"), caption + "\n"));
        files.add(text(file.resolveSibling(stem + "-caption.tex"), "\\caption{" + Latex.escaped(caption) + "}\n"));
        Path recipe = recipe(file);
        Recipe moved = PanelSources.moved(
                outcome.recipe(), from, recipe.toAbsolutePath().getParent());
        RecipeFile.write(KeptTimes.in(moved, outcome.made(), file.resolveSibling(stem + DATA)), recipe);
        files.add(recipe);
        return List.copyOf(files);
    }

    /// Whether a file is named as recipes beside figures are.
    public static boolean isRecipe(Path file) {
        return file.toString().endsWith(RECIPE);
    }

    /// Where the recipe of a figure goes.
    public static Path recipe(Path figure) {
        return figure.resolveSibling(FigureBundle.stem(figure) + RECIPE);
    }

    private static Path text(Path file, String text) throws IOException {
        FileDraft.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        return file;
    }
}
