package org.crosslayer.app.cli;

import picocli.CommandLine.IVersionProvider;

/// What `--version` prints: the jar's own version.
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"Crosslayer " + (version == null ? "(not packaged)" : version)};
    }
}
