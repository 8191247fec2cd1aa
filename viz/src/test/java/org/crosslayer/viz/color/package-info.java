@NullMarked
package org.crosslayer.viz.color;

import org.jspecify.annotations.NullMarked;
