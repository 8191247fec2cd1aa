/// Programs that measure the pictures; run by hand, see `docs/performance.md`.
@NullMarked
package org.crosslayer.viz.bench;

import org.jspecify.annotations.NullMarked;
