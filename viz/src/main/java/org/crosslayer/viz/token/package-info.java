/// The tokens of a text as a strip linked to heatmaps.
@NullMarked
package org.crosslayer.viz.token;

import org.jspecify.annotations.NullMarked;
