package org.crosslayer.engine.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The files that kernels are written in.
enum KernelSource {
    /// Rows and single values.
    ROWS("rows.cu"),
    /// Rows of slabs, and comparing slabs.
    ATTENTION("attention.cu"),
    /// Weights as they are held, for one type and number of rows.
    WEIGHTS("weights.cu", "matrices.cuh", "fewrows.cu"),
    /// More rows than these times weights held in BF16, for one number of rows and of parts of the
    /// columns, and one use.
    SOME_ROWS("tensor.cuh", "matrices.cuh", "somerows.cu"),
    /// Attention in one go, for one size of heads.
    ATTEND("tensor.cuh", "attend.cu", "attendmean.cu"),
    /// The same for one kind of card alone, Hopper.
    ATTEND_WIDE("tensor.cuh", "warpgroups.cuh", "attendwide.cu", "attendmeanwide.cu"),
    /// The same of single rows, for one size of heads and number of them that share keys.
    ATTEND_ROW("tensor.cuh", "attendrow.cu"),
    /// Correcting scores of single rows, for one shape of net and difference.
    CORRECT("tensor.cuh", "correct.cu"),
    /// What fitting needs.
    GRADIENTS("gradients.cu"),
    /// Nets over heads, for one shape of net.
    HEADS("heads.cu"),
    /// Covariances of scores, for one number of heads.
    COVARIANCE("covariance.cu");

    private static final String COMMON = "common.cuh";

    private static final String AND = " ";
    private final String files;

    KernelSource(String... files) {
        this.files = String.join(AND, files);
    }

    /// True if what is compiled runs on cards of exactly the compute capability it is compiled for, and uses what only
    /// they can do.
    boolean particular() {
        return this == ATTEND_WIDE;
    }

    /// What is compiled: what all share, then the files.
    String text() {
        return read(COMMON)
                + Stream.of(files.split(AND, -1)).map(KernelSource::read).collect(Collectors.joining());
    }

    private static String read(String name) {
        try (InputStream in = KernelSource.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The kernels in " + name + " are missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
