/// What the user has chosen once for all, and where the program keeps its own files.
@NullMarked
package org.crosslayer.app.preferences;

import org.jspecify.annotations.NullMarked;
