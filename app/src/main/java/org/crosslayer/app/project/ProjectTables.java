package org.crosslayer.app.project;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.crosslayer.app.control.TableExport;
import org.crosslayer.app.workspace.OpenText;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.engine.model.ModelConfig;

/// What is open as tables of two columns, with numbers as other programs read them.
final class ProjectTables {
    private ProjectTables() {}

    static String model(Subject subject) {
        ModelConfig config = subject.config();
        return line("fact", "value")
                + line("name", subject.summary().name())
                + line("path", subject.summary().path())
                + line("architecture", config.architecture())
                + line("layers", config.nLayers())
                + line("heads", config.nHeads())
                + line("keyValueHeads", config.nKvHeads())
                + line("width", config.dModel())
                + line("contextTokens", config.nCtx())
                + line("parameters", subject.summary().parameters())
                + line("bytes", subject.summary().bytes())
                + line("device", subject.device());
    }

    static String text(Subject subject) {
        OpenText text = subject.text();
        return line("fact", "value")
                + line("name", text.name())
                + line("path", text.path())
                + line("tokens", text.ids().size())
                + line("characters", text.content().length())
                + line("bosWanted", text.bos().rule().isFirst());
    }

    /// What the user wrote, a line each.
    static String notes(String notes) {
        return Stream.concat(Stream.of("notes"), notes.lines())
                .map(written -> TableExport.line(List.of(written)))
                .collect(Collectors.joining());
    }

    private static String line(String name, Object value) {
        return TableExport.line(List.of(name, String.valueOf(value)));
    }
}
