@NullMarked
package org.crosslayer.engine.similarity;

import org.jspecify.annotations.NullMarked;
