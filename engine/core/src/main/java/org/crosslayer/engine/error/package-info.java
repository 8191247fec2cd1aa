/// What can go wrong on purpose: sealed, checked, each one sentence that says what, where and what to do.
@NullMarked
package org.crosslayer.engine.error;

import org.jspecify.annotations.NullMarked;
