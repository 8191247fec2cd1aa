/// The front door of the engine: open a model, ask it questions, close it. No type of a maths library shows here.
@NullMarked
package org.crosslayer.engine;

import org.jspecify.annotations.NullMarked;
