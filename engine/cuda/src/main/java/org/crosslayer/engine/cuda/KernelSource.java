package org.crosslayer.engine.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The files that kernels are written in.
enum KernelSource {
    /// Rows and single values.
    ROWS("rows.cu"),
    /// Rows of slabs, and comparing slabs.
    ATTENTION("attention.cu"),
    /// Weights as they are held, for one type and number of rows.
    WEIGHTS("weights.cu", "fewrows.cu"),
    /// Attention in one go, for one size of heads.
    ATTEND("attend.cu"),
    /// The same of single rows, for one size of heads and number of them that share keys.
    ATTEND_ROW("attendrow.cu"),
    /// Correcting scores of single rows, for one shape of net and difference.
    CORRECT("correct.cu"),
    /// What fitting needs.
    GRADIENTS("gradients.cu"),
    /// Nets over heads, for one shape of net.
    HEADS("heads.cu"),
    /// Covariances of scores, for one number of heads.
    COVARIANCE("covariance.cu");

    private static final String COMMON = "common.cuh";

    private final String file;
    private final String behind;

    KernelSource(String file) {
        this(file, "");
    }

    /// @param behind another file that follows; empty for none
    KernelSource(String file, String behind) {
        this.file = file;
        this.behind = behind;
    }

    /// What is compiled: what all share, then the files.
    String text() {
        return read(COMMON) + read(file) + (behind.isEmpty() ? "" : read(behind));
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
