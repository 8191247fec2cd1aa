@NullMarked
package org.crosslayer.viz.companion;

import org.jspecify.annotations.NullMarked;
