package org.crosslayer.app.control;

import java.util.List;
import java.util.Map;
import javafx.beans.value.ObservableValue;
import org.crosslayer.app.figure.Made;
import org.crosslayer.app.figure.PanelRecipe;
import org.crosslayer.engine.model.AttentionPlan;
import org.crosslayer.viz.paper.Passage;
import org.jspecify.annotations.Nullable;

/// What a pane gives away of what it shows now: a panel for figures, and the numbers behind the picture.
///
/// A pane hands one to its [Card#exporting]; its heading then has *Export* and *Copy*. Without one, or where an
/// answer is null, the action is absent or says that there is nothing yet. Both are asked on the window's thread
/// and must answer from what is there, without computing.
public interface PaneExport {
    /// True while there is something to give away.
    ObservableValue<Boolean> ready();

    /// The panel that draws again what the pane shows, with its metric, head mode, scale and selection; null if
    /// figures have no such panel.
    @Nullable
    PanelRecipe panel();

    /// All panels that it takes where the pane has several pictures, in their order; [#panel()] alone if
    /// nothing else is
    /// said.
    default List<PanelRecipe> panels() {
        PanelRecipe only = panel();
        return only == null ? List.of() : List.of(only);
    }

    /// Plans that the panel names, by the paths that it names them by; they become files beside the figure.
    default Map<String, AttentionPlan> plans() {
        return Map.of();
    }

    /// The picture itself with its caption, for a pane whose numbers no recipe computes again; null where [#panel()]
    /// says it, or while there is nothing.
    default @Nullable Made frozen() {
        return null;
    }

    /// The text as the pane paints it; null for a pane that paints none, or while there is nothing.
    default @Nullable Passage passage() {
        return null;
    }

    /// The numbers behind it: a line of column names, then a line a row, tabs between, numbers in neutral form
    /// (`0.25`, never `0,25`); null if there are none.
    @Nullable
    String table();
}
