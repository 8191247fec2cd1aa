/// Plans side by side, and what each change of the plan did.
@NullMarked
package org.crosslayer.app.comparison;

import org.jspecify.annotations.NullMarked;
