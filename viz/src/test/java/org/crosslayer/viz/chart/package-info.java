@NullMarked
package org.crosslayer.viz.chart;

import org.jspecify.annotations.NullMarked;
