/// Left: what is open, and how to begin.
@NullMarked
package org.crosslayer.app.project;

import org.jspecify.annotations.NullMarked;
