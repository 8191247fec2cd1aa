/// What a plan costs and saves: perplexity by named protocols, paired intervals, speed.
@NullMarked
package org.crosslayer.engine.evaluation;

import org.jspecify.annotations.NullMarked;
