/// Where the bundled models, texts and golden files lie.
@NullMarked
package org.crosslayer.samples;

import org.jspecify.annotations.NullMarked;
