/// The pictures of the guide, taken from the real window by `docs/images/make.sh`.
@NullMarked
package org.crosslayer.app.pictures;

import org.jspecify.annotations.NullMarked;
