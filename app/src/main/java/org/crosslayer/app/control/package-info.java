/// Small building blocks that the panes share; they know words and colours, not models.
@NullMarked
package org.crosslayer.app.control;

import org.jspecify.annotations.NullMarked;
