@NullMarked
package org.crosslayer.viz.paper;

import org.jspecify.annotations.NullMarked;
