/// The paper's claims as experiments that one click starts: a table, a chart and what they are of.
@NullMarked
package org.crosslayer.app.experiment;

import org.jspecify.annotations.NullMarked;
