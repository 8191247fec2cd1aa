package org.crosslayer.engine.backend;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The gradients as one would write them on paper, accumulated in double.
final class ReferenceGradients implements GradientKernels<HeapTensor, StoredWeight> {
    @Override
    public void linearInput(HeapTensor dy, StoredWeight w, HeapTensor dx) {
        for (int i = 0; i < dy.rows(); i++) {
            for (int c = 0; c < w.columns(); c++) {
                double sum = 0;
                for (int r = 0; r < w.rows(); r++) {
                    sum += (double) dy.values()[dy.at(0, i, r)] * w.at(r, c);
                }
                dx.values()[dx.at(0, i, c)] = (float) sum;
            }
        }
    }

    @Override
    public void linearWeight(HeapTensor dy, HeapTensor x, HeapTensor dw) {
        for (int r = 0; r < dw.rows(); r++) {
            for (int c = 0; c < dw.columns(); c++) {
                double sum = 0;
                for (int i = 0; i < x.rows(); i++) {
                    sum += (double) dy.values()[dy.at(0, i, r)] * x.values()[x.at(0, i, c)];
                }
                dw.values()[dw.at(0, r, c)] += (float) sum;
            }
        }
    }

    @Override
    public void rmsNorm(HeapTensor dy, HeapTensor x, StoredWeight gain, float eps, HeapTensor dx) {
        int columns = x.columns();
        for (int i = 0; i < x.slices() * x.rows(); i++) {
            int at = x.at(0, i, 0);
            int from = dy.at(0, i, 0);
            int to = dx.at(0, i, 0);
            double squares = 0;
            double inner = 0;
            for (int j = 0; j < columns; j++) {
                double value = x.values()[at + j];
                squares += value * value;
                inner += value * gain.at(0, j) * dy.values()[from + j];
            }
            double inverse = 1 / Math.sqrt(squares / columns + eps);
            double pull = inverse * inverse * inverse * inner / columns;
            for (int j = 0; j < columns; j++) {
                double direct = inverse * gain.at(0, j) * dy.values()[from + j];
                dx.values()[to + j] = (float) (direct - pull * x.values()[at + j]);
            }
        }
    }

    @Override
    public void softmax(HeapTensor pattern, HeapTensor dPattern, HeapTensor dScores) {
        overRows(pattern, (a, i) -> {
            double mean = 0;
            for (int j = 0; j <= i; j++) {
                mean += (double) pattern.values()[pattern.at(a, i, j)] * dPattern.values()[dPattern.at(a, i, j)];
            }
            for (int j = 0; j <= i; j++) {
                double difference = dPattern.values()[dPattern.at(a, i, j)] - mean;
                dScores.values()[dScores.at(a, i, j)] = (float) (pattern.values()[pattern.at(a, i, j)] * difference);
            }
            hide(dScores, a, i);
        });
    }

    @Override
    public void queries(HeapTensor dScores, HeapTensor k, int h, int g, float scale, HeapTensor dq) {
        int d = dq.columns() / h;
        overRows(dScores, (a, i) -> {
            for (int c = 0; c < d; c++) {
                double sum = 0;
                for (int j = 0; j <= i; j++) {
                    sum += (double) dScores.values()[dScores.at(a, i, j)] * k.values()[k.at(0, j, a / (h / g) * d + c)];
                }
                dq.values()[dq.at(0, i, a * d + c)] = (float) (scale * sum);
            }
        });
    }

    @Override
    public void keys(HeapTensor dScores, HeapTensor q, int h, int g, float scale, HeapTensor dk) {
        int d = q.columns() / h;
        int shared = h / g;
        for (int j = 0; j < dk.rows(); j++) {
            for (int c = 0; c < g * d; c++) {
                double sum = 0;
                for (int a = c / d * shared; a < (c / d + 1) * shared; a++) {
                    for (int i = j; i < q.rows(); i++) {
                        sum += (double) dScores.values()[dScores.at(a, i, j)] * q.values()[q.at(0, i, a * d + c % d)];
                    }
                }
                dk.values()[dk.at(0, j, c)] = (float) (scale * sum);
            }
        }
    }

    @Override
    public void gate(
            Activation activation, HeapTensor gate, HeapTensor up, HeapTensor dOut, HeapTensor dGate, HeapTensor dUp) {
        for (int i = 0; i < gate.size(); i++) {
            double x = gate.values()[gate.start() + i];
            double factor = up.values()[up.start() + i];
            double d = dOut.values()[dOut.start() + i];
            dGate.values()[dGate.start() + i] = (float) (d * factor * ScalarMath.slope(activation, x));
            dUp.values()[dUp.start() + i] = (float) (d * ScalarMath.activate(activation, x));
        }
    }

    @Override
    public void alignHeads(
            HeadNet net,
            HeapTensor z,
            @Nullable HeapTensor difference,
            HeapTensor dOut,
            HeadNetGradient sums,
            @Nullable HeapTensor dZ,
            @Nullable HeapTensor dDifference) {
        HeadNetLayout layout = new HeadNetLayout(net);
        double[] parts = new double[layout.values().length];
        ReferenceHeadNetGradient gradient = new ReferenceHeadNetGradient(layout, parts);
        int h = net.heads();
        double[] in = new double[layout.inputs()];
        double[] dy = new double[h];
        for (int i = 0; i < z.rows(); i++) {
            for (int j = 0; j < z.columns(); j++) {
                if (j <= i) {
                    for (int a = 0; a < h; a++) {
                        in[a] = z.values()[z.at(a, i, j)];
                        dy[a] = dOut.values()[dOut.at(a, i, j)];
                        if (net.readsDifference() && difference != null) {
                            in[h + a] = difference.values()[difference.at(a, i, j)];
                        }
                    }
                }
                double[] dIn = j <= i ? gradient.add(in, dy) : new double[layout.inputs()];
                put(dIn, 0, dZ, i, j);
                put(dIn, h, net.readsDifference() ? dDifference : null, i, j);
            }
        }
        layout.add(parts, sums, HeapTensor.class, new ReferenceKernels());
    }

    private static void put(double[] values, int from, @Nullable HeapTensor slab, int row, int column) {
        for (int a = 0; slab != null && a < slab.slices(); a++) {
            slab.values()[slab.at(a, row, column)] = (float) values[from + a];
        }
    }

    @Override
    public double patternDivergence(
            HeapTensor teacher, HeapTensor scores, int window, float weight, HeapTensor dScores) {
        double[] total = {0};
        overRows(teacher, (a, i) -> {
            int from = scores.at(a, i, 0);
            int first = Shapes.firstSeen(i + 1, window);
            double logSum = logSumExp(scores.values(), from + first, i + 1 - first);
            Arrays.fill(dScores.values(), dScores.at(a, i, 0), dScores.at(a, i, first), 0);
            for (int j = first; j <= i; j++) {
                double p = teacher.values()[teacher.at(a, i, j)];
                double logQ = scores.values()[from + j] - logSum;
                total[0] += p > 0 ? p * (Math.log(p) - logQ) : 0;
                dScores.values()[dScores.at(a, i, j)] = (float) (weight * (Math.exp(logQ) - p));
            }
            hide(dScores, a, i);
        });
        return total[0];
    }

    @Override
    public double logitDivergence(HeapTensor teacher, HeapTensor student, float weight, HeapTensor dStudent) {
        double total = 0;
        for (int i = 0; i < teacher.slices() * teacher.rows(); i++) {
            int t = teacher.at(0, i, 0);
            int s = student.at(0, i, 0);
            double tSum = logSumExp(teacher.values(), t, teacher.columns());
            double sSum = logSumExp(student.values(), s, student.columns());
            for (int j = 0; j < teacher.columns(); j++) {
                double logP = teacher.values()[t + j] - tSum;
                double logQ = student.values()[s + j] - sSum;
                total += Math.exp(logP) * (logP - logQ);
                dStudent.values()[dStudent.at(0, i, j)] = (float) (weight * (Math.exp(logQ) - Math.exp(logP)));
            }
        }
        return total;
    }

    @Override
    public void scoreCovariances(HeapTensor pattern, HeapTensor target, HeapTensor source, double[] sums) {
        int h = pattern.slices();
        double[] centred = new double[h + 1];
        overRows(pattern, (a, i) -> {
            double[] mean = new double[h + 1];
            for (int j = 0; j <= i; j++) {
                double p = pattern.values()[pattern.at(a, i, j)];
                for (int b = 0; b <= h; b++) {
                    mean[b] += p * score(target, source, a, b, i, j);
                }
            }
            for (int j = 0; j <= i; j++) {
                double p = pattern.values()[pattern.at(a, i, j)];
                for (int b = 0; b <= h; b++) {
                    centred[b] = score(target, source, a, b, i, j) - mean[b];
                }
                for (int b = 0; b <= h; b++) {
                    for (int c = 0; c < h; c++) {
                        sums[(a * (h + 1) + b) * h + c] += p * centred[b] * centred[c];
                    }
                }
            }
        });
    }

    /// Of source head `b`; behind the last one, of the target's head `a`.
    private static double score(HeapTensor target, HeapTensor source, int a, int b, int row, int key) {
        return b < source.slices() ? source.values()[source.at(b, row, key)] : target.values()[target.at(a, row, key)];
    }

    private interface Row {
        void at(int head, int row);
    }

    private static void overRows(HeapTensor slab, Row body) {
        for (int a = 0; a < slab.slices(); a++) {
            for (int i = 0; i < slab.rows(); i++) {
                body.at(a, i);
            }
        }
    }

    private static void hide(HeapTensor slab, int head, int row) {
        Arrays.fill(slab.values(), slab.at(head, row, row + 1), slab.at(head, row, slab.columns()), 0);
    }

    private static double logSumExp(float[] values, int from, int length) {
        double max = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < length; j++) {
            max = Math.max(max, values[from + j]);
        }
        double sum = 0;
        for (int j = 0; j < length; j++) {
            sum += Math.exp(values[from + j] - max);
        }
        return max + Math.log(sum);
    }
}
