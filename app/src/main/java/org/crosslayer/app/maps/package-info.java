/// Centre, below: the attention maps of the primary and the pinned layer, linked.
@NullMarked
package org.crosslayer.app.maps;

import org.jspecify.annotations.NullMarked;
