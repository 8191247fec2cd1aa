/// The log pane: what the program notes about itself, filtered and copied.
@NullMarked
package org.crosslayer.app.log;

import org.jspecify.annotations.NullMarked;
