/// The main window: zones, menu, status bar, messages, drag and drop, theme.
@NullMarked
package org.crosslayer.app.shell;

import org.jspecify.annotations.NullMarked;
