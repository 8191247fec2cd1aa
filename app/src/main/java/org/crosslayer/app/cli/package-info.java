/// The command line: the same engine without a window, JSON for machines and tables for people.
@NullMarked
package org.crosslayer.app.cli;

import org.jspecify.annotations.NullMarked;
