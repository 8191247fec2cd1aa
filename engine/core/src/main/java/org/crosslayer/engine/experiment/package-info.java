/// Experiments on a model: many plans measured on the same windows, to test what the paper claims.
@NullMarked
package org.crosslayer.engine.experiment;

import org.jspecify.annotations.NullMarked;
