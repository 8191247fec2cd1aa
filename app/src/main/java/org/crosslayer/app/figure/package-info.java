/// Figures from recipes: what is computed, how it is drawn, and what it says of itself.
@NullMarked
package org.crosslayer.app.figure;

import org.jspecify.annotations.NullMarked;
