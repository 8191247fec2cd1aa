/// What can be done in the window, once: menu, palette, shortcuts and tests all read it from here.
@NullMarked
package org.crosslayer.app.command;

import org.jspecify.annotations.NullMarked;
