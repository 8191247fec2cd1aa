/// The history pane: what the window did, as commands that do it again.
@NullMarked
package org.crosslayer.app.history;

import org.jspecify.annotations.NullMarked;
