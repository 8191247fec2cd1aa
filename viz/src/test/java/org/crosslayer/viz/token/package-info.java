@NullMarked
package org.crosslayer.viz.token;

import org.jspecify.annotations.NullMarked;
