/// The backend for NVIDIA cards: products by cuBLAS, everything else in a few kernels of our own, compiled on the
// card's
/// machine.
@NullMarked
package org.crosslayer.engine.cuda;

import org.jspecify.annotations.NullMarked;
