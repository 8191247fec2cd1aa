package org.crosslayer.viz.companion;

/// Text within LaTeX.
public final class Latex {
    private Latex() {}

    /// The text such that LaTeX prints it as it is.
    public static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(point -> out.append(escaped(point)));
        return out.toString();
    }

    private static String escaped(int point) {
        return switch (point) {
            case '\\' -> "\\textbackslash{}";
            case '~' -> "\\textasciitilde{}";
            case '^' -> "\\textasciicircum{}";
            case '&', '%', '$', '#', '_', '{', '}' -> "\\" + (char) point;
            case '×' -> "$\\times$";
            case 'Δ' -> "$\\Delta$";
            case '−' -> "$-$";
            case '–' -> "--";
            case '…' -> "\\ldots{}";
            case '·' -> "$\\cdot$";
            case '↓' -> "$\\downarrow$";
            case '→' -> "$\\rightarrow$";
            case '↵' -> "$\\hookleftarrow$";
            case '␣' -> "\\textvisiblespace{}";
            default -> Character.toString(point);
        };
    }
}
