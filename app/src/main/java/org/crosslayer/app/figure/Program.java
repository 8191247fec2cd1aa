package org.crosslayer.app.figure;

/// The program's own name, as recipes and `--version` give it.
public final class Program {
    private Program() {}

    /// Name and version of the jar, such as `Crosslayer 1.0`.
    public static String words() {
        String version = Program.class.getPackage().getImplementationVersion();
        return "Crosslayer " + (version == null ? "(not packaged)" : version);
    }
}
