/// Model files over mapped memory: readers that check before they trust, and writers that never leave half a file.
@NullMarked
package org.crosslayer.engine.format;

import org.jspecify.annotations.NullMarked;
