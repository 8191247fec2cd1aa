/// What the words of the window mean: one source, the glossary of the documentation.
@NullMarked
package org.crosslayer.app.help;

import org.jspecify.annotations.NullMarked;
