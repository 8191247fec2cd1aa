/// Labelled matrices, their rasters, and the heatmap control.
@NullMarked
package org.crosslayer.viz.matrix;

import org.jspecify.annotations.NullMarked;
