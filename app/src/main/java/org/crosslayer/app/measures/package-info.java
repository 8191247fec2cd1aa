/// Right, below: what the plan costs and brings.
@NullMarked
package org.crosslayer.app.measures;

import org.jspecify.annotations.NullMarked;
