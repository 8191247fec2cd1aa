package org.crosslayer.viz.matrix;

/// The titles that a figure of some size has room for; empty ones are left out.
///
/// @param main    above everything
/// @param rows    along the left side
/// @param columns above the column labels
/// @param values  beside the colour bar
record FigureTitles(String main, String rows, String columns, String values) {
    static final FigureTitles NONE = new FigureTitles("", "", "", "");

    /// All titles, or in a small figure one line that still says which axis is which.
    static FigureTitles of(Caption caption, boolean isCompact) {
        if (!isCompact) {
            return new FigureTitles(
                    caption.title(), caption.rows().title(), caption.columns().title(), caption.valueTitle());
        }
        String axes = caption.axes();
        return new FigureTitles(caption.title().isEmpty() ? axes : caption.title() + " · " + axes, "", "", "");
    }

    /// Room that one title takes, in line heights.
    static double room(String title) {
        return title.isEmpty() ? 0 : FigureLayout.TITLE;
    }
}
