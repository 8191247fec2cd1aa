@NullMarked
package org.crosslayer.viz.export;

import org.jspecify.annotations.NullMarked;
