@NullMarked
package org.crosslayer.viz.matrix;

import org.jspecify.annotations.NullMarked;
