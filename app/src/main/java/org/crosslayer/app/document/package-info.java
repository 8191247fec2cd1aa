/// The project as a file, the session that survives a kill, and what was opened lately.
@NullMarked
package org.crosslayer.app.document;

import org.jspecify.annotations.NullMarked;
