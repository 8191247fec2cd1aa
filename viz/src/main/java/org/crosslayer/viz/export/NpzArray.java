package org.crosslayer.viz.export;

import java.util.Arrays;
import java.util.List;

/// An array as NumPy knows it: float64 numbers or Unicode words, in C order.
public final class NpzArray {
    private final List<Integer> shape;
    private final double[] numbers;
    private final List<String> words;
    private final boolean textual;

    private NpzArray(List<Integer> shape, double[] numbers, List<String> words, boolean textual) {
        long size = shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        long given = textual ? words.size() : numbers.length;
        if (size != given) {
            throw new IllegalArgumentException("an array " + shape + " cannot hold " + given + " elements");
        }
        this.shape = shape;
        this.numbers = numbers;
        this.words = words;
        this.textual = textual;
    }

    /// Numbers of a shape; copied.
    public static NpzArray of(double[] numbers, Integer... shape) {
        return new NpzArray(List.of(shape), numbers.clone(), List.of(), false);
    }

    /// Words, `[words]`.
    public static NpzArray of(List<String> words) {
        return new NpzArray(List.of(words.size()), new double[0], List.copyOf(words), true);
    }

    /// Sizes along the axes, slowest first.
    public List<Integer> shape() {
        return shape;
    }

    /// A copy of the numbers; empty for words.
    public double[] numbers() {
        return numbers.clone();
    }

    /// The words; empty for numbers.
    public List<String> words() {
        return words;
    }

    /// Whether it holds words.
    public boolean isTextual() {
        return textual;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NpzArray array
                && shape.equals(array.shape)
                && textual == array.textual
                && Arrays.equals(numbers, array.numbers)
                && words.equals(array.words);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(numbers) + words.hashCode();
    }

    @Override
    public String toString() {
        return (textual ? "words " : "numbers ") + shape;
    }
}
