/// Readers under damaged input; a class ending in `Fuzz` is an entry for Jazzer and for the short run of a build.
@NullMarked
package org.crosslayer.engine.fuzz;

import org.jspecify.annotations.NullMarked;
