/// Contracts between a long computation and whoever waits for it. No threads live here.
@NullMarked
package org.crosslayer.engine.task;

import org.jspecify.annotations.NullMarked;
