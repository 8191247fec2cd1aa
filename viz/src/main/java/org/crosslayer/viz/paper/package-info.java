/// Figures for papers: heatmaps, charts and matched pairs on sheets of a fixed size, as PDF, SVG or PNG.
@NullMarked
package org.crosslayer.viz.paper;

import org.jspecify.annotations.NullMarked;
