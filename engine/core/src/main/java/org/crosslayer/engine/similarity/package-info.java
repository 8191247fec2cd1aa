/// How alike the attention of two layers or two heads is, and which heads belong together.
@NullMarked
package org.crosslayer.engine.similarity;

import org.jspecify.annotations.NullMarked;
