/// What the window costs: programs to be run by hand, see `docs/performance.md`.
@NullMarked
package org.crosslayer.app.bench;

import org.jspecify.annotations.NullMarked;
