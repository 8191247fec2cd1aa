package org.crosslayer.app.composer;

import java.util.List;
import org.crosslayer.app.figure.PanelRecipe;
import org.crosslayer.app.figure.Recipe.Windowing;
import org.crosslayer.app.workspace.Sampling;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.evaluation.ProtocolKind;

/// How the panes cut the text for what they show.
final class PanelWindows {
    private static final Windowing ANY = new Windowing(null, null, null);

    private PanelWindows() {}

    /// The windows for a figure that gets a first panel whose numbers depend on them; those that it has for any other.
    static Windowing of(FigureDraft draft, PanelRecipe added, Subject subject, Workspace workspace) {
        List<PanelRecipe> measured =
                draft.panels().stream().filter(PanelWindows::isMeasured).toList();
        if (!measured.isEmpty() || !isMeasured(added)) {
            return draft.cut();
        }
        return switch (added) {
            case PanelRecipe.Layers _,
                    PanelRecipe.AllHeads _,
                    PanelRecipe.Profile _,
                    PanelRecipe.Influence _,
                    PanelRecipe.Scatter _ ->
                words(workspace.evidence().settings().get().protocol(subject));
            case PanelRecipe.Heads _, PanelRecipe.Bands _ -> words(Sampling.alignment(subject));
            case PanelRecipe.Cost _ -> words(Sampling.experiment(subject));
            case PanelRecipe.TradeOff _ ->
                words(Sampling.perplexity(subject, workspace.protocol().get()));
            case PanelRecipe.Attention _, PanelRecipe.Difference _, PanelRecipe.Fitting _, PanelRecipe.Data _ -> ANY;
        };
    }

    private static boolean isMeasured(PanelRecipe panel) {
        return !(panel instanceof PanelRecipe.Attention
                || panel instanceof PanelRecipe.Difference
                || panel instanceof PanelRecipe.Fitting
                || panel instanceof PanelRecipe.Data);
    }

    private static Windowing words(Protocol protocol) {
        String kind =
                protocol.kind() == ProtocolKind.WINDOWS ? null : protocol.kind().spelling();
        return new Windowing(protocol.window(), protocol.maxWindows(), kind);
    }
}
