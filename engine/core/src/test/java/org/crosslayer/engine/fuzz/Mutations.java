package org.crosslayer.engine.fuzz;

import java.util.Arrays;
import java.util.Random;

/// Damages bytes in the ways that files are damaged: flipped, cut, repeated, lengths blown up, parts swapped.
///
/// Seeded, so that a run that finds something can be repeated. The long runs of `engine/bench/fuzz` follow coverage
/// instead; this is what is left of them in every build.
final class Mutations {
    private static final byte[][] TELLING = {
        {0},
        {-1},
        {127},
        {-128},
        {0, 0, 0, 0},
        {-1, -1, -1, -1},
        {-1, -1, -1, 127},
        {-1, -1, -1, -1, -1, -1, -1, -1},
        {'"'},
        {'{'},
        {'}'},
        {'['},
        {'-', '1'},
        {'9', '9', '9', '9', '9', '9', '9', '9', '9', '9'},
        {'n', 'u', 'l', 'l'}
    };

    private final Random random;

    Mutations(long seed) {
        random = new Random(seed);
    }

    /// A copy of `input` with one to eight faults.
    byte[] of(byte[] input) {
        byte[] damaged = input.clone();
        for (int i = random.nextInt(8); i >= 0; i--) {
            damaged = once(damaged);
        }
        return damaged;
    }

    private byte[] once(byte[] bytes) {
        if (bytes.length == 0) {
            return TELLING[random.nextInt(TELLING.length)].clone();
        }
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(6)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> {
                byte[] telling = TELLING[random.nextInt(TELLING.length)];
                System.arraycopy(telling, 0, bytes, at, Math.min(telling.length, bytes.length - at));
            }
            case 2 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 3 -> {
                int length = Math.min(1 + random.nextInt(64), bytes.length - at);
                byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
                System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
                return longer;
            }
            case 4 -> {
                int length = Math.min(1 + random.nextInt(64), bytes.length - at);
                byte[] shorter = Arrays.copyOf(bytes, bytes.length - length);
                System.arraycopy(bytes, at + length, shorter, at, bytes.length - at - length);
                return shorter;
            }
            default -> {
                int other = random.nextInt(bytes.length);
                int length = Math.min(1 + random.nextInt(16), bytes.length - Math.max(at, other));
                System.arraycopy(bytes.clone(), other, bytes, at, length);
            }
        }
        return bytes;
    }
}
