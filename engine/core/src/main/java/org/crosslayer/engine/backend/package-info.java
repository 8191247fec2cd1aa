/// The operator seam: what a device must compute, the plain-loop truth, and the fast CPU.
@NullMarked
package org.crosslayer.engine.backend;

import org.jspecify.annotations.NullMarked;
