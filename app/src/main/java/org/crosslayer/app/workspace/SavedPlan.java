package org.crosslayer.app.workspace;

import java.nio.file.Path;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.engine.model.LayerAttention;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.sharing.FitNotes;
import org.jspecify.annotations.Nullable;

/// A plan read from a file.
///
/// @param path  the file
/// @param plan  what it says
/// @param notes how its adapters came about
public record SavedPlan(Path path, AttentionPlan plan, FitNotes notes) {
    private static final String CALIBRATION = "calibration";
    private static final String PLAN = "plan.json";

    /// The file's name, or its folder's where the file has the name that all have.
    public String name() {
        Path file = path.toAbsolutePath().normalize();
        @Nullable Path folder = file.getParent();
        boolean isUsual = PLAN.equals(String.valueOf(file.getFileName()));
        return String.valueOf(isUsual && folder != null ? folder.getFileName() : file.getFileName());
    }

    /// Name of the text that its adapters were fitted on; empty if the file does not say.
    public String calibration() {
        return notes.how().getOrDefault(CALIBRATION, "");
    }

    /// How many layers share, of all, such as `9 of 16`.
    public String extent() {
        return plan.sharedCount() + " of " + plan.nLayers();
    }

    /// The ranks of its LiSA layers in words; empty if it has none.
    public String rank() {
        int[] ranks = plan.layers().stream()
                .filter(LayerAttention.Lisa.class::isInstance)
                .map(LayerAttention.Lisa.class::cast)
                .map(LayerAttention.Lisa::adapter)
                .map(LisaAdapter::options)
                .mapToInt(options -> options.rank())
                .distinct()
                .sorted()
                .toArray();
        return switch (ranks.length) {
            case 0 -> "";
            case 1 -> "rank " + ranks[0];
            default -> "ranks " + ranks[0] + " to " + ranks[ranks.length - 1];
        };
    }
}
