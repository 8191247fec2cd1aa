package org.crosslayer.engine.similarity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.crosslayer.engine.tensor.DoubleMatrix;

/// Comparisons of matrices, value by value.
final class Matrices {
    private Matrices() {}

    static void assertClose(DoubleMatrix expected, DoubleMatrix actual, double tolerance) {
        assertEquals(expected.rows(), actual.rows());
        assertEquals(expected.columns(), actual.columns());
        for (int row = 0; row < expected.rows(); row++) {
            for (int column = 0; column < expected.columns(); column++) {
                String place = "row " + row + ", column " + column;
                assertEquals(expected.at(row, column), actual.at(row, column), tolerance, place);
            }
        }
    }
}
