/// JMH benches of the CPU backend's kernels; every one checks its result before it measures, and `verify` runs
/// each once for that. Beside them whole programs (`java … LisaBench` instead of `org.openjdk.jmh.Main`, with
/// `-Dcrosslayer.samples=sample-models`). [LargeModel]: a random model of 16 GB, opened, read and decoded, with its
/// times and memory. [LisaBench]: LiSA in 13 of the 16 layers of a random model of Llama-3.2-1B's shape, prefill
/// and decoding beside what arithmetic allows.
/// [CancelLatency]: how long a fit goes on after it was cancelled, in each of its phases. And
/// [OrderOfLayers]: layers that join a fit one after the other, in place of all at once.
///
/// Build and run, for example `GemvBench`, on a quiet machine:
///
/// ```
/// mvn -q -pl engine/bench -am package -DskipTests
/// java --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
///     --sun-misc-unsafe-memory-access=allow \
///     -cp 'engine/bench/target/classes:engine/bench/target/lib/*' org.openjdk.jmh.Main GemvBench
/// ```
@NullMarked
package org.crosslayer.engine.bench;

import org.jspecify.annotations.NullMarked;
