package org.crosslayer.app.composer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.crosslayer.app.figure.PanelRecipe;
import org.crosslayer.app.figure.PanelSources;
import org.crosslayer.app.workspace.Analyst;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.sharing.FitNotes;
import org.crosslayer.viz.export.FileDraft;

/// Plans and reports as they were when a panel was made of them. They become files when a figure needs them; until then
/// panels name them as if they lay beside the figure.
///
/// Taken in on the window's thread, written on the engine's.
final class Attachments {
    /// What becomes a file.
    private sealed interface Content {
        record Plan(AttentionPlan plan) implements Content {}

        record Text(String text) implements Content {}
    }

    private final Map<String, Content> contents = new ConcurrentHashMap<>();

    /// The panel, naming what was taken in.
    ///
    /// @param plans plans by the path that the panel names them by
    /// @param texts other files likewise
    PanelRecipe take(PanelRecipe panel, Map<String, AttentionPlan> plans, Map<String, String> texts) {
        Map<String, String> names = new HashMap<>();
        plans.forEach((path, plan) -> names.put(path, name(new Content.Plan(plan), "plan")));
        texts.forEach((path, text) -> names.put(path, name(new Content.Text(text), "report")));
        return PanelSources.renamed(panel, path -> names.getOrDefault(path, path));
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
                case Content.Text it ->
                    FileDraft.write(
                            file.getValue(), out -> out.write(it.text().getBytes(StandardCharsets.UTF_8)));
                case null -> throw new IllegalArgumentException("nothing was taken in as " + file.getKey());
            }
        }
    }

    /// The same content has one name.
    private String name(Content content, String kind) {
        Set<Map.Entry<String, Content>> known = contents.entrySet();
        return known.stream()
                .filter(entry -> entry.getValue().equals(content))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> {
                    String name = kind + "-" + (contents.size() + 1) + ".json";
                    contents.put(name, content);
                    return name;
                });
    }
}
