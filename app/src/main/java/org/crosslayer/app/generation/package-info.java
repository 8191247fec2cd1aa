/// Centre, below: the same prompt continued without sharing and under the plan.
@NullMarked
package org.crosslayer.app.generation;

import org.jspecify.annotations.NullMarked;
