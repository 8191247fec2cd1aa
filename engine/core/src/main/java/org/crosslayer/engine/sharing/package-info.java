/// Making, saving and loading plans: copied, aligned, and later fitted attention.
@NullMarked
package org.crosslayer.engine.sharing;

import org.jspecify.annotations.NullMarked;
