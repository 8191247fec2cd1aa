/// Small charts of one series; the only place besides `export` that sees AWT types.
@NullMarked
package org.crosslayer.viz.chart;

import org.jspecify.annotations.NullMarked;
