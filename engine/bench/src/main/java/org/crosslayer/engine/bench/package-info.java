/// Benches: kernels under JMH, and what a person waits for, timed as a whole. Never shipped.
@NullMarked
package org.crosslayer.engine.bench;

import org.jspecify.annotations.NullMarked;
