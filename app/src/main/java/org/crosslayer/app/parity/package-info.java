/// The proof that the model's numbers are right here: a comparison with a reference file, as a small report.
@NullMarked
package org.crosslayer.app.parity;

import org.jspecify.annotations.NullMarked;
