/// A window about the open model: facts, memory, file hashes, and every tensor in a tree.
@NullMarked
package org.crosslayer.app.inspector;

import org.jspecify.annotations.NullMarked;
