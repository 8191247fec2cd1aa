package org.crosslayer.engine.backend;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The operations as one would write them on paper, accumulated in double.
final class ReferenceKernels implements Kernels<HeapTensor, StoredWeight> {
    @Override
    public void write(float[] values, HeapTensor target) {
        System.arraycopy(values, 0, target.values(), target.start(), values.length);
    }

    @Override
    public void read(HeapTensor source, float[] values) {
        System.arraycopy(source.values(), source.start(), values, 0, values.length);
    }

    @Override
    public void copy(HeapTensor source, HeapTensor target) {
        System.arraycopy(source.values(), source.start(), target.values(), target.start(), (int) source.size());
    }

    @Override
    public void embed(StoredWeight table, int[] ids, HeapTensor out) {
        for (int i = 0; i < ids.length; i++) {
            table.readRow(ids[i], out.values(), out.at(0, i, 0));
        }
    }

    @Override
    public void rmsNorm(HeapTensor x, StoredWeight gain, float eps, HeapTensor out) {
        int rows = x.slices() * x.rows();
        for (int i = 0; i < rows; i++) {
            int from = x.at(0, i, 0);
            int to = out.at(0, i, 0);
            double meanSquare = dot(x.values(), from, x.values(), from, x.columns()) / x.columns();
            double inverse = 1 / Math.sqrt(meanSquare + eps);
            for (int j = 0; j < x.columns(); j++) {
                out.values()[to + j] = (float) (x.values()[from + j] * inverse * gain.at(0, j));
            }
        }
    }

    @Override
    public void layerNorm(HeapTensor x, StoredWeight gain, @Nullable StoredWeight bias, float eps, HeapTensor out) {
        int rows = x.slices() * x.rows();
        for (int i = 0; i < rows; i++) {
            int from = x.at(0, i, 0);
            int to = out.at(0, i, 0);
            double mean = 0;
            for (int j = 0; j < x.columns(); j++) {
                mean += x.values()[from + j] / (double) x.columns();
            }
            double variance = 0;
            for (int j = 0; j < x.columns(); j++) {
                variance += (x.values()[from + j] - mean) * (x.values()[from + j] - mean) / x.columns();
            }
            double inverse = 1 / Math.sqrt(variance + eps);
            for (int j = 0; j < x.columns(); j++) {
                double shift = bias == null ? 0 : bias.at(0, j);
                out.values()[to + j] = (float) ((x.values()[from + j] - mean) * inverse * gain.at(0, j) + shift);
            }
        }
    }

    @Override
    public void linear(HeapTensor x, StoredWeight w, @Nullable StoredWeight bias, HeapTensor out) {
        float[] row = new float[w.columns()];
        for (int j = 0; j < w.rows(); j++) {
            w.readRow(j, row, 0);
            double shift = bias == null ? 0 : bias.at(0, j);
            for (int i = 0; i < x.rows(); i++) {
                out.values()[out.at(0, i, j)] = (float) (dot(x.values(), x.at(0, i, 0), row, 0, row.length) + shift);
            }
        }
    }

    @Override
    public void rope(HeapTensor x, int heads, int firstPosition, HeapTensor cos, HeapTensor sin, RopeLayout layout) {
        int d = x.columns() / heads;
        int pairs = cos.columns();
        for (int i = 0; i < x.rows(); i++) {
            for (int head = 0; head < heads; head++) {
                for (int pair = 0; pair < pairs; pair++) {
                    int base = x.at(0, i, head * d);
                    int first = base + (layout == RopeLayout.HALF_SPLIT ? pair : 2 * pair);
                    int second = first + (layout == RopeLayout.HALF_SPLIT ? pairs : 1);
                    double c = cos.values()[cos.at(0, firstPosition + i, pair)];
                    double s = sin.values()[sin.at(0, firstPosition + i, pair)];
                    double a = x.values()[first];
                    double b = x.values()[second];
                    x.values()[first] = (float) (a * c - b * s);
                    x.values()[second] = (float) (b * c + a * s);
                }
            }
        }
    }

    @Override
    public void scores(HeapTensor q, HeapTensor k, int h, int g, float scale, HeapTensor out) {
        int d = q.columns() / h;
        for (int a = 0; a < h; a++) {
            int column = a / (h / g) * d;
            for (int i = 0; i < q.rows(); i++) {
                for (int j = 0; j < k.rows(); j++) {
                    double product = dot(q.values(), q.at(0, i, a * d), k.values(), k.at(0, j, column), d);
                    out.values()[out.at(a, i, j)] = (float) (scale * product);
                }
            }
        }
    }

    @Override
    public void softCap(HeapTensor x, float cap) {
        for (int i = x.start(); i < x.start() + x.size(); i++) {
            x.values()[i] = (float) (cap * Math.tanh(x.values()[i] / (double) cap));
        }
    }

    @Override
    public void addDistanceBias(HeapTensor scores, int firstRow, float[] slopes) {
        for (int a = 0; a < scores.slices(); a++) {
            for (int i = 0; i < scores.rows(); i++) {
                int position = firstRow + i;
                for (int j = 0; j <= position; j++) {
                    int at = scores.at(a, i, j);
                    scores.values()[at] = (float) (scores.values()[at] + (double) slopes[a] * (j - position));
                }
            }
        }
    }

    @Override
    public void softmax(HeapTensor scores, int firstRow, int window, HeapTensor pattern) {
        for (int a = 0; a < scores.slices(); a++) {
            for (int i = 0; i < scores.rows(); i++) {
                int from = scores.at(a, i, 0);
                int to = pattern.at(a, i, 0);
                int visible = firstRow + i + 1;
                int first = Shapes.firstSeen(visible, window);
                double max = max(scores.values(), from + first, visible - first);
                double sum = 0;
                for (int j = first; j < visible; j++) {
                    sum += Math.exp(scores.values()[from + j] - max);
                }
                for (int j = first; j < visible; j++) {
                    pattern.values()[to + j] = (float) (Math.exp(scores.values()[from + j] - max) / sum);
                }
                hide(pattern, to, first, visible);
            }
        }
    }

    @Override
    public void mix(HeapTensor pattern, int[] headMap, int firstRow, HeapTensor v, int h, int g, HeapTensor out) {
        int d = v.columns() / g;
        for (int a = 0; a < h; a++) {
            int column = a / (h / g) * d;
            for (int i = 0; i < pattern.rows(); i++) {
                for (int c = 0; c < d; c++) {
                    double sum = 0;
                    for (int j = 0; j <= firstRow + i; j++) {
                        sum += (double) pattern.values()[pattern.at(headMap[a], i, j)]
                                * v.values()[v.at(0, j, column + c)];
                    }
                    out.values()[out.at(0, i, a * d + c)] = (float) sum;
                }
            }
        }
    }

    @Override
    public void permuteHeads(HeapTensor pattern, int[] headMap, HeapTensor out) {
        int slab = pattern.rows() * pattern.columns();
        for (int a = 0; a < headMap.length; a++) {
            System.arraycopy(pattern.values(), pattern.at(headMap[a], 0, 0), out.values(), out.at(a, 0, 0), slab);
        }
    }

    @Override
    public void alignHeads(
            HeapTensor z, int[] headMap, int firstRow, HeadNet net, @Nullable HeapTensor difference, HeapTensor out) {
        ReferenceHeadNet plain = new ReferenceHeadNet(net);
        int h = net.heads();
        double[] scores = new double[h];
        double[] extra = new double[h];
        for (int i = 0; i < z.rows(); i++) {
            for (int j = 0; j <= firstRow + i; j++) {
                for (int a = 0; a < h; a++) {
                    scores[a] = z.values()[z.at(headMap[a], i, j)];
                    extra[a] = difference == null ? 0 : difference.values()[difference.at(a, i, j)];
                }
                double[] aligned = plain.apply(scores, extra);
                for (int a = 0; a < h; a++) {
                    out.values()[out.at(a, i, j)] = (float) aligned[a];
                }
            }
        }
    }

    @Override
    public void normalizeRows(HeapTensor x, int firstRow, int window, HeapTensor out) {
        for (int a = 0; a < x.slices(); a++) {
            for (int i = 0; i < x.rows(); i++) {
                int from = x.at(a, i, 0);
                int to = out.at(a, i, 0);
                int visible = firstRow + i + 1;
                int first = Shapes.firstSeen(visible, window);
                double sum = 0;
                for (int j = first; j < visible; j++) {
                    sum += Math.max(0, x.values()[from + j]);
                }
                for (int j = first; j < visible; j++) {
                    double share = sum == 0 ? 1.0 / (visible - first) : Math.max(0, x.values()[from + j]) / sum;
                    out.values()[to + j] = (float) share;
                }
                hide(out, to, first, visible);
            }
        }
    }

    /// Sets everything of a row but keys `[first, visible)` to 0.
    private static void hide(HeapTensor slab, int row, int first, int visible) {
        Arrays.fill(slab.values(), row, row + first, 0);
        Arrays.fill(slab.values(), row + visible, row + slab.columns(), 0);
    }

    @Override
    public void headMean(HeapTensor pattern, HeapTensor out) {
        for (int i = 0; i < pattern.rows(); i++) {
            for (int j = 0; j < pattern.columns(); j++) {
                double sum = 0;
                for (int a = 0; a < pattern.slices(); a++) {
                    sum += pattern.values()[pattern.at(a, i, j)];
                }
                out.values()[out.at(0, i, j)] = (float) (sum / pattern.slices());
            }
        }
    }

    @Override
    public void gate(Activation activation, HeapTensor gate, HeapTensor up, HeapTensor out) {
        for (int i = 0; i < gate.size(); i++) {
            double activated = ScalarMath.activate(activation, gate.values()[gate.start() + i]);
            out.values()[out.start() + i] = (float) (activated * up.values()[up.start() + i]);
        }
    }

    @Override
    public void activate(Activation activation, HeapTensor x, HeapTensor out) {
        for (int i = 0; i < x.size(); i++) {
            out.values()[out.start() + i] = (float) ScalarMath.activate(activation, x.values()[x.start() + i]);
        }
    }

    @Override
    public void scale(HeapTensor x, float factor) {
        for (int i = x.start(); i < x.start() + x.size(); i++) {
            x.values()[i] *= factor;
        }
    }

    @Override
    public void add(HeapTensor x, HeapTensor y) {
        for (int i = 0; i < x.size(); i++) {
            x.values()[x.start() + i] += y.values()[y.start() + i];
        }
    }

    @Override
    public void crossEntropy(HeapTensor logits, int[] targets, double[] out) {
        for (int i = 0; i < targets.length; i++) {
            int from = logits.at(0, i, 0);
            double max = max(logits.values(), from, logits.columns());
            double sum = 0;
            for (int j = 0; j < logits.columns(); j++) {
                sum += Math.exp(logits.values()[from + j] - max);
            }
            out[i] = targets[i] < 0 ? 0 : max + Math.log(sum) - logits.values()[from + targets[i]];
        }
    }

    @Override
    public void pairSums(PairTerm term, HeapTensor p, HeapTensor q, int firstRow, int skip, double[] sums) {
        for (int a = 0; a < p.slices(); a++) {
            for (int b = 0; b < q.slices(); b++) {
                for (int i = skip; i < p.rows(); i++) {
                    sums[a * q.slices() + b] += ScalarMath.pairTerm(
                            term, p.values(), p.at(a, i, 0), q.values(), q.at(b, i, 0), firstRow + i + 1);
                }
            }
        }
    }

    /// Four partial sums, because one would wait for each addition before the next.
    private static double dot(float[] x, int xFrom, float[] y, int yFrom, int length) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int j = 0;
        for (; j + 3 < length; j += 4) {
            s0 += (double) x[xFrom + j] * y[yFrom + j];
            s1 += (double) x[xFrom + j + 1] * y[yFrom + j + 1];
            s2 += (double) x[xFrom + j + 2] * y[yFrom + j + 2];
            s3 += (double) x[xFrom + j + 3] * y[yFrom + j + 3];
        }
        for (; j < length; j++) {
            s0 += (double) x[xFrom + j] * y[yFrom + j];
        }
        return s0 + s1 + (s2 + s3);
    }

    private static double max(float[] values, int from, int length) {
        double max = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < length; j++) {
            max = Math.max(max, values[from + j]);
        }
        return max;
    }
}
