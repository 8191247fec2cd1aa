package org.crosslayer.viz.paper;

import java.awt.Graphics2D;

/// What the formats write: something of a size that draws itself.
interface PaperPainter {
    /// In points.
    double width();

    /// In points.
    double height();

    /// Draws everything, white paper first.
    ///
    /// @param vector whether shapes stay shapes in the file
    void paint(Graphics2D graphics, boolean vector);
}
