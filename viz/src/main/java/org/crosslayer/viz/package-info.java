/// Pictures of labelled numbers; they know nothing of models.
@NullMarked
package org.crosslayer.viz;

import org.jspecify.annotations.NullMarked;
