/// Files that go with a figure: its numbers, programs that draw it elsewhere, tables.
@NullMarked
package org.crosslayer.viz.companion;

import org.jspecify.annotations.NullMarked;
