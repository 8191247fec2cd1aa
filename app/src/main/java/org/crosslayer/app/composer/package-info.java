/// The figure window: panes become panels, panels a figure for a paper.
@NullMarked
package org.crosslayer.app.composer;

import org.jspecify.annotations.NullMarked;
