/// Centre, below: heads and pairs in tables, what every token costs, and which heads and tokens are to blame.
@NullMarked
package org.crosslayer.app.details;

import org.jspecify.annotations.NullMarked;
