/// Crosslayer against other programs, whole: the same file, the same threads, in turns, each in a process of its own.
///
/// `engine/bench/crosslayer-bench` builds and starts [Contest]; peers that are no part of this build lie in
/// `engine/bench/peers`.
@NullMarked
package org.crosslayer.engine.bench.contest;

import org.jspecify.annotations.NullMarked;
