/// Right, above: the plan, one row a layer.
@NullMarked
package org.crosslayer.app.sharing;

import org.jspecify.annotations.NullMarked;
