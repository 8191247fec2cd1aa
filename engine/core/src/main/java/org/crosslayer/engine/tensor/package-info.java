/// Immutable values on the heap: all that ever leaves the engine.
@NullMarked
package org.crosslayer.engine.tensor;

import org.jspecify.annotations.NullMarked;
