/// Readers under damaged input; each class ending in `Fuzz` is an entry for Jazzer and for the short run of every
// build.
@NullMarked
package org.crosslayer.engine.fuzz;

import org.jspecify.annotations.NullMarked;
