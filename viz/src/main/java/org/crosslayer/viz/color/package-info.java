/// Colour maps, scales and the ticks of a colour bar; no toolkit.
@NullMarked
package org.crosslayer.viz.color;

import org.jspecify.annotations.NullMarked;
