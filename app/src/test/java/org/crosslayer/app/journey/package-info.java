/// Journeys through the real window, one class each, on the headless platform.
@NullMarked
package org.crosslayer.app.journey;

import org.jspecify.annotations.NullMarked;
