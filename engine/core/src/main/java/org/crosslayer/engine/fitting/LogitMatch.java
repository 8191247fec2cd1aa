package org.crosslayer.engine.fitting;

import org.crosslayer.engine.backend.Backend;
import org.crosslayer.engine.backend.Tensor;
import org.crosslayer.engine.backend.Workspace;
import org.crosslayer.engine.model.Decoder;
import org.crosslayer.engine.task.Cancellation;

/// How far the logits of one run are from those of another, `KL(teacher ‖ student)`, in chunks of rows, so that a large
/// vocabulary does not fill the memory.
final class LogitMatch {
    /// Logits of one side that are made at once.
    private static final long LOGIT_BYTES = 16L << 20;

    private final Decoder decoder;
    private final Backend backend;
    private final Tensor teacherLogits;
    private final Tensor studentLogits;

    LogitMatch(Decoder decoder, Workspace workspace, int n) {
        this.decoder = decoder;
        backend = decoder.backend();
        int nVocab = decoder.config().nVocab();
        int rows = Math.clamp(LOGIT_BYTES / ((long) Float.BYTES * nVocab), 1, n);
        teacherLogits = workspace.allocate(rows, nVocab);
        studentLogits = workspace.allocate(rows, nVocab);
    }

    /// Sum over rows, in nats.
    ///
    /// @param teacher rows that left the final norm, `[n, dModel]`
    /// @param student likewise
    double divergence(Tensor teacher, Tensor student, Cancellation cancellation) {
        double total = 0;
        for (int first = 0; first < teacher.rows(); first += teacherLogits.rows()) {
            cancellation.check();
            total += chunk(teacher, student, first, 0);
        }
        return total;
    }

    /// The same, with its gradient.
    ///
    /// @param weight   of a row's divergence in the loss
    /// @param dStudent filled with the gradient of the loss by `student`
    double divergence(Tensor teacher, Tensor student, float weight, Tensor dStudent, Cancellation cancellation) {
        double total = 0;
        for (int first = 0; first < teacher.rows(); first += teacherLogits.rows()) {
            cancellation.check();
            total += chunk(teacher, student, first, weight);
            cancellation.check();
            int rows = Math.min(teacherLogits.rows(), teacher.rows() - first);
            Tensor d = studentLogits.rows(0, rows);
            backend.gradients().linearInput(d, decoder.weights().unembedding().matrix(), dStudent.rows(first, rows));
        }
        return total;
    }

    /// One chunk; leaves the gradient of its logits in `studentLogits`.
    private double chunk(Tensor teacher, Tensor student, int first, float weight) {
        int rows = Math.min(teacherLogits.rows(), teacher.rows() - first);
        Tensor wanted = teacherLogits.rows(0, rows);
        Tensor got = studentLogits.rows(0, rows);
        decoder.logits(teacher.rows(first, rows), wanted);
        decoder.logits(student.rows(first, rows), got);
        return backend.gradients().logitDivergence(wanted, got, weight, got);
    }
}
