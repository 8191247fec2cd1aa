/// Observers that look at scores and patterns while the model runs, and never change it.
@NullMarked
package org.crosslayer.engine.capture;

import org.jspecify.annotations.NullMarked;
