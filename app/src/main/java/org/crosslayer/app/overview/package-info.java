/// Centre, above: how alike the attention of every two layers is.
@NullMarked
package org.crosslayer.app.overview;

import org.jspecify.annotations.NullMarked;
