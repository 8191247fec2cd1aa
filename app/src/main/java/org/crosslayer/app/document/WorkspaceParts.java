package org.crosslayer.app.document;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.crosslayer.app.workspace.EvidenceSettings;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.evaluation.ProtocolKind;
import org.jspecify.annotations.Nullable;

/// What a project keeps of the workspace beside model, text and plan.
public final class WorkspaceParts {
    private static final int LEAST_WINDOW = 4;

    private WorkspaceParts() {}

    /// Selection, measuring and evidence.
    public static List<ProjectPart> of(Workspace workspace) {
        return List.of(new SelectionPart(workspace), new MeasuringPart(workspace), new EvidencePart(workspace));
    }

    /// A whole number that was saved; `otherwise` where there is none.
    public static int number(Map<String, Object> saved, String key, int otherwise) {
        return saved.get(key) instanceof Number number ? number.intValue() : otherwise;
    }

    private record SelectionPart(Workspace workspace) implements ProjectPart {
        @Override
        public String key() {
            return "selection";
        }

        @Override
        public Map<String, Object> save() {
            return Map.of(
                    "primary",
                    workspace.selection().primary().get(),
                    "pinned",
                    workspace.selection().pinned().get(),
                    "head",
                    workspace.selection().head().get(),
                    "pinnedHead",
                    workspace.selection().pinnedHead().get(),
                    "query",
                    workspace.selection().query().get());
        }

        @Override
        public void restore(Map<String, Object> saved) {
            int nLayers = workspace.plan().plan().get().nLayers();
            int primary = number(saved, "primary", -1);
            int pinned = number(saved, "pinned", -1);
            if (primary >= 0 && pinned >= 0 && Math.max(primary, pinned) < nLayers) {
                workspace.selection().look(primary, pinned);
                workspace.selection().head().set(number(saved, "head", Selection.MEAN));
                workspace.selection().pinnedHead().set(number(saved, "pinnedHead", Selection.ACCORDING));
                workspace.selection().query().set(query(saved));
            }
        }

        /// The token that was locked, if the text still has it.
        private int query(Map<String, Object> saved) {
            @Nullable Subject subject = workspace.subject().get();
            int query = number(saved, "query", Selection.NONE);
            return subject != null && query >= 0 && query < subject.text().ids().size() ? query : Selection.NONE;
        }
    }

    private record MeasuringPart(Workspace workspace) implements ProjectPart {
        @Override
        public String key() {
            return "measuring";
        }

        @Override
        public Map<String, Object> save() {
            return Map.of(
                    "protocol",
                    workspace.protocol().get().spelling(),
                    "passageTokens",
                    workspace.passageTokens().get());
        }

        @Override
        public void restore(Map<String, Object> saved) {
            @Nullable Object protocol = saved.get("protocol");
            Arrays.stream(ProtocolKind.values())
                    .filter(kind -> kind.spelling().equals(protocol))
                    .findFirst()
                    .ifPresent(workspace.protocol()::set);
            int tokens =
                    number(saved, "passageTokens", workspace.passageTokens().get());
            if (tokens > 0) {
                workspace.passageTokens().set(tokens);
            }
        }
    }

    private record EvidencePart(Workspace workspace) implements ProjectPart {
        @Override
        public String key() {
            return "evidence";
        }

        @Override
        public Map<String, Object> save() {
            EvidenceSettings now = workspace.evidence().settings().get();
            return Map.of(
                    "metric",
                    now.metric().name(),
                    "heads",
                    now.heads().name(),
                    "sink",
                    now.sink().name(),
                    "window",
                    now.window(),
                    "maxWindows",
                    now.maxWindows());
        }

        @Override
        public void restore(Map<String, Object> saved) {
            EvidenceSettings now = workspace.evidence().settings().get();
            int window = number(saved, "window", now.window());
            int most = number(saved, "maxWindows", now.maxWindows());
            workspace
                    .evidence()
                    .restore(new EvidenceSettings(
                            constant(saved.get("metric"), now.metric()),
                            constant(saved.get("heads"), now.heads()),
                            constant(saved.get("sink"), now.sink()),
                            window < LEAST_WINDOW ? now.window() : window,
                            most < 1 ? now.maxWindows() : most));
        }

        private static <E extends Enum<E>> E constant(@Nullable Object name, E otherwise) {
            return Arrays.stream(otherwise.getDeclaringClass().getEnumConstants())
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElse(otherwise);
        }
    }
}
