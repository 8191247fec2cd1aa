/// Text to token ids and back, with the exact span of each token.
@NullMarked
package org.crosslayer.engine.tokenizer;

import org.jspecify.annotations.NullMarked;
