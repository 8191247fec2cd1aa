package org.crosslayer.app.composer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.crosslayer.app.control.PaneExport;
import org.crosslayer.app.figure.Made;
import org.crosslayer.app.figure.PanelRecipe;
import org.crosslayer.app.figure.PanelSources;
import org.crosslayer.app.figure.Recipe.Source;
import org.crosslayer.app.workspace.Analyst;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.sharing.FitNotes;
import org.crosslayer.viz.companion.FigureArrays;
import org.crosslayer.viz.paper.Panel;
import org.jspecify.annotations.Nullable;

/// Plans and numbers as they were when a panel was made of them. They become files when a figure needs them; until then
/// panels name them as if they lay beside the figure.
///
/// Taken in on the window's thread, written on the engine's.
final class Attachments {
    /// What becomes a file.
    private sealed interface Content {
        record Plan(AttentionPlan plan) implements Content {}

        record Numbers(Panel picture) implements Content {}
    }

    private final Map<String, Content> contents = new ConcurrentHashMap<>();

    /// The panels of a pane, naming what was taken in; none if it shows nothing that makes one.
    List<PanelRecipe> take(PaneExport pane) {
        Map<String, String> names = new HashMap<>();
        pane.plans().forEach((path, plan) -> names.put(path, name(new Content.Plan(plan), "plan-", ".json")));
        List<PanelRecipe> panels = pane.panels().stream()
                .map(panel -> PanelSources.renamed(panel, path -> names.getOrDefault(path, path)))
                .toList();
        @Nullable Made frozen = pane.frozen();
        if (!panels.isEmpty() || frozen == null) {
            return panels;
        }
        String name = name(new Content.Numbers(frozen.panel()), "data-", ".npz");
        return List.of(new PanelRecipe.Data(null, new Source(name, null), null, frozen.caption(), null, null));
    }

    /// Whether this is the name of something taken in.
    boolean holds(String name) {
        return contents.containsKey(name);
    }

    /// Writes some of them.
    ///
    /// @param files from names to where they go
    void write(Analyst analyst, Map<String, Path> files) throws EngineException, IOException {
        for (Map.Entry<String, Path> file : new LinkedHashMap<>(files).entrySet()) {
            switch (contents.get(file.getKey())) {
                case Content.Plan it -> analyst.writePlan(file.getValue(), it.plan(), FitNotes.NONE);
                case Content.Numbers it -> FigureArrays.write(List.of(it.picture()), file.getValue());
                case null -> throw new IllegalArgumentException("nothing was taken in as " + file.getKey());
            }
        }
    }

    /// The same content has one name.
    private String name(Content content, String kind, String ending) {
        Set<Map.Entry<String, Content>> known = contents.entrySet();
        return known.stream()
                .filter(entry -> entry.getValue().equals(content))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> {
                    String name = kind + (contents.size() + 1) + ending;
                    contents.put(name, content);
                    return name;
                });
    }
}
