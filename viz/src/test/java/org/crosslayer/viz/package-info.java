@NullMarked
package org.crosslayer.viz;

import org.jspecify.annotations.NullMarked;
