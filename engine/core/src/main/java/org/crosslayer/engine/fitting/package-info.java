/// Fitting LiSA layers to the frozen model: layer by layer, then end to end.
@NullMarked
package org.crosslayer.engine.fitting;

import org.jspecify.annotations.NullMarked;
