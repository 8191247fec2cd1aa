/// Architectures as data, one decoder that reads them, and the plan that says where each layer's attention comes from.
@NullMarked
package org.crosslayer.engine.model;

import org.jspecify.annotations.NullMarked;
