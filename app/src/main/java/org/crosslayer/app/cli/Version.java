package org.crosslayer.app.cli;

import org.crosslayer.app.figure.Program;
import picocli.CommandLine.IVersionProvider;

/// What `--version` prints: the jar's own version.
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {Program.words()};
    }
}
