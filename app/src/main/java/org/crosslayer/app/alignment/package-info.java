/// Centre, below: how the heads of two layers belong together, and how much LiSA's parts explain.
@NullMarked
package org.crosslayer.app.alignment;

import org.jspecify.annotations.NullMarked;
