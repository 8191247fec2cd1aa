package org.crosslayer.engine.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/// A second, independent way to compute a decoder: plain loops in double, for the test alone, sharing no code with the
/// engine. Parameters are drawn by chance when a name is first used, so a model is whatever its computation asks for.
final class PlainModel {
    private final MapCheckpoint tensors = new MapCheckpoint(new LinkedHashMap<>());
    private final long seed;

    PlainModel(long seed) {
        this.seed = seed;
    }

    /// All parameters that have been asked for.
    MapCheckpoint tensors() {
        return tensors;
    }

    double[][] embed(String name, int[] ids, int nVocab, int width) {
        double[][] table = matrix(name, nVocab, width);
        return Arrays.stream(ids).mapToObj(id -> table[id].clone()).toArray(double[][]::new);
    }

    /// `x wᵀ`, plus a bias if asked for.
    double[][] linear(double[][] x, String name, int out, boolean bias) {
        double[][] w = matrix(name + ".weight", out, x[0].length);
        double[] b = bias ? vector(name + ".bias", out, 0) : new double[out];
        double[][] y = new double[x.length][out];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < out; j++) {
                y[i][j] = b[j];
                for (int c = 0; c < x[i].length; c++) {
                    y[i][j] += x[i][c] * w[j][c];
                }
            }
        }
        return y;
    }

    double[][] rmsNorm(double[][] x, String name, double eps) {
        double[] gain = vector(name + ".weight", x[0].length, 1);
        return Arrays.stream(x)
                .map(row -> {
                    double square = Arrays.stream(row).map(v -> v * v).average().orElseThrow();
                    double[] normed = new double[row.length];
                    Arrays.setAll(normed, j -> row[j] / Math.sqrt(square + eps) * gain[j]);
                    return normed;
                })
                .toArray(double[][]::new);
    }

    double[][] layerNorm(double[][] x, String name, double eps) {
        double[] gain = vector(name + ".weight", x[0].length, 1);
        double[] bias = vector(name + ".bias", x[0].length, 0);
        return Arrays.stream(x)
                .map(row -> {
                    double mean = Arrays.stream(row).average().orElseThrow();
                    double variance = Arrays.stream(row)
                            .map(v -> (v - mean) * (v - mean))
                            .average()
                            .orElseThrow();
                    double[] normed = new double[row.length];
                    Arrays.setAll(normed, j -> (row[j] - mean) / Math.sqrt(variance + eps) * gain[j] + bias[j]);
                    return normed;
                })
                .toArray(double[][]::new);
    }

    /// Turns the first `turned` elements of every head, halves paired.
    static double[][] rope(double[][] x, int d, int turned, double theta) {
        double[][] y = Arrays.stream(x).map(double[]::clone).toArray(double[][]::new);
        for (int i = 0; i < x.length; i++) {
            for (int head = 0; head < x[i].length; head += d) {
                for (int pair = 0; pair < turned / 2; pair++) {
                    double angle = i * Math.pow(theta, -2.0 * pair / turned);
                    double a = x[i][head + pair];
                    double b = x[i][head + pair + turned / 2];
                    y[i][head + pair] = a * Math.cos(angle) - b * Math.sin(angle);
                    y[i][head + pair + turned / 2] = b * Math.cos(angle) + a * Math.sin(angle);
                }
            }
        }
        return y;
    }

    /// Softmax attention over the last `window` keys, heads side by side in every row.
    static double[][] attend(double[][] q, double[][] k, double[][] v, int d, double scale, int window) {
        double[][] out = new double[q.length][q[0].length];
        int sharing = q[0].length / k[0].length;
        for (int head = 0; head < q[0].length / d; head++) {
            int own = head * d;
            int shared = head / sharing * d;
            for (int i = 0; i < q.length; i++) {
                int first = Math.max(0, i - window + 1);
                double[] p = new double[i + 1];
                for (int j = first; j <= i; j++) {
                    for (int c = 0; c < d; c++) {
                        p[j] += scale * q[i][own + c] * k[j][shared + c];
                    }
                    p[j] = Math.exp(p[j]);
                }
                double sum = Arrays.stream(p, first, i + 1).sum();
                for (int j = first; j <= i; j++) {
                    for (int c = 0; c < d; c++) {
                        out[i][own + c] += p[j] / sum * v[j][shared + c];
                    }
                }
            }
        }
        return out;
    }

    static double[][] map(double[][] x, DoubleUnaryOperator function) {
        return Arrays.stream(x)
                .map(row -> Arrays.stream(row).map(function).toArray())
                .toArray(double[][]::new);
    }

    static double[][] sum(double[][] x, double[][] y) {
        double[][] sum = Arrays.stream(x).map(double[]::clone).toArray(double[][]::new);
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x[i].length; j++) {
                sum[i][j] += y[i][j];
            }
        }
        return sum;
    }

    static double[][] product(double[][] x, double[][] y) {
        double[][] product = Arrays.stream(x).map(double[]::clone).toArray(double[][]::new);
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x[i].length; j++) {
                product[i][j] *= y[i][j];
            }
        }
        return product;
    }

    static double silu(double x) {
        return x / (1 + Math.exp(-x));
    }

    static double geluTanh(double x) {
        return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }

    private double[][] matrix(String name, int rows, int columns) {
        float[] values = drawn(name, rows * columns, 0, 0.2f);
        tensors.put(name, values, rows, columns);
        double[][] matrix = new double[rows][columns];
        for (int i = 0; i < values.length; i++) {
            matrix[i / columns][i % columns] = values[i];
        }
        return matrix;
    }

    private double[] vector(String name, int size, float centre) {
        float[] values = drawn(name, size, centre, 0.1f);
        tensors.put(name, values, size);
        double[] vector = new double[size];
        Arrays.setAll(vector, i -> values[i]);
        return vector;
    }

    private float[] drawn(String name, int size, float centre, float spread) {
        Random random = new Random(seed * 31 + name.hashCode());
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = centre + spread * (float) random.nextGaussian();
        }
        return values;
    }
}
