@NullMarked
package org.crosslayer.engine.cuda;

import org.jspecify.annotations.NullMarked;
