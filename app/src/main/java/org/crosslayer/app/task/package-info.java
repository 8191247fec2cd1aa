/// The one place for threads: jobs, their urgency and cancellation, and how an error becomes a sentence.
@NullMarked
package org.crosslayer.app.task;

import org.jspecify.annotations.NullMarked;
