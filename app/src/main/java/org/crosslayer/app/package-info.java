/// The window and the command line: the only place where engine and pictures meet.
@NullMarked
package org.crosslayer.app;

import org.jspecify.annotations.NullMarked;
