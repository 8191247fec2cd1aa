/// JMH benches of the CPU backend's kernels; every one checks its result before it measures.
///
/// Build and run, for example `GemvBench`, on a quiet machine:
///
/// ```
/// mvn -q -pl engine/bench -am package -DskipTests
/// mvn -q -pl engine/bench -am compile dependency:build-classpath -Dmdep.outputFile=target/bench.cp
/// java --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
///     --sun-misc-unsafe-memory-access=allow \
///     -cp engine/bench/target/classes:$(cat engine/bench/target/bench.cp) org.openjdk.jmh.Main GemvBench
/// ```
@NullMarked
package org.crosslayer.engine.bench;

import org.jspecify.annotations.NullMarked;
