package org.crosslayer.app.figure;

import org.crosslayer.viz.paper.Panel;

/// A panel and what it says of itself.
///
/// @param panel   the picture
/// @param caption sentences that name metric, text, protocol, sink handling and n
public record Made(Panel panel, String caption) {}
