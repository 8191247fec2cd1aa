/// Pictures and tables as files, written without a display.
@NullMarked
package org.crosslayer.viz.export;

import org.jspecify.annotations.NullMarked;
