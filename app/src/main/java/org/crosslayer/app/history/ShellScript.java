package org.crosslayer.app.history;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.crosslayer.app.workspace.JournalEntry;
import org.crosslayer.engine.model.AttentionPlan;
import org.jspecify.annotations.Nullable;

/// Entries of the history as text for a shell.
final class ShellScript {
    private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

    private ShellScript() {}

    /// One command on one line.
    ///
    /// @param plan the file of its plan; null if it needs none
    static String line(String program, JournalEntry entry, @Nullable Path plan) {
        List<String> words = new ArrayList<>(entry.arguments());
        if (plan != null) {
            words.addAll(List.of("--plan", plan.toAbsolutePath().toString()));
        }
        return program + " " + words.stream().map(ShellScript::quoted).collect(Collectors.joining(" "));
    }

    /// All of them as a script, with what the window alone did as comments.
    ///
    /// @param plans the file of every plan that is needed
    static String script(List<JournalEntry> entries, Map<AttentionPlan, Path> plans) {
        StringBuilder script = new StringBuilder("""
                #!/usr/bin/env bash
                # What was done in the window of Crosslayer, to be done again without it.
                # CROSSLAYER names the program if it is not on the PATH.
                set -euo pipefail
                crosslayer=${CROSSLAYER:-crosslayer}
                """);
        for (JournalEntry entry : entries) {
            script.append("\n# ").append(entry.words().replaceAll("\\R", " ")).append('\n');
            if (entry.isCommand()) {
                @Nullable Path plan = entry.needsPlan() ? plans.get(entry.plan()) : null;
                script.append(line("\"$crosslayer\"", entry, plan)).append('\n');
            }
        }
        return script.toString();
    }

    /// As a shell reads it back as one word.
    static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
