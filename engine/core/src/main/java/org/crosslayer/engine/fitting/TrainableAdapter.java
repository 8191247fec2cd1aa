package org.crosslayer.engine.fitting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.tensor.FloatMatrix;
import org.jspecify.annotations.Nullable;

/// The values of one adapter while they change, with the moments of AdamW (Loshchilov and Hutter, arXiv
/// 1711.05101): Adam (Kingma and Ba, arXiv 1412.6980) whose weight decay does not pass through the moments.
///
/// Parts in order: `W1`, `b1`, `W2`, `b2`, `Wq`, `Wk`, and `M` where there is one.
final class TrainableAdapter {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final double EPSILON = 1e-8;
    /// `W1`, `W2`, `Wq`, `Wk`: what the decay draws towards no correction. A skip matrix of 0 would be no copy.
    private static final Set<Integer> DECAYS = Set.of(0, 2, 4, 5);

    private final LisaOptions options;
    private final @Nullable FloatMatrix frequencies;
    private final List<FloatMatrix> shapes;
    private final List<float[]> values = new ArrayList<>();
    private final List<float[]> means = new ArrayList<>();
    private final List<float[]> squares = new ArrayList<>();

    TrainableAdapter(LisaAdapter adapter) {
        options = adapter.options();
        frequencies = adapter.frequencies();
        shapes = parts(adapter);
        for (FloatMatrix part : shapes) {
            float[] copy = part.toArray();
            values.add(copy);
            means.add(new float[copy.length]);
            squares.add(new float[copy.length]);
        }
    }

    private static List<FloatMatrix> parts(LisaAdapter adapter) {
        List<FloatMatrix> parts = new ArrayList<>(
                List.of(adapter.w1(), adapter.b1(), adapter.w2(), adapter.b2(), adapter.query(), adapter.key()));
        FloatMatrix skip = adapter.skip();
        if (skip != null) {
            parts.add(skip);
        }
        return parts;
    }

    /// Matrices of the parts' shapes; their values are those at the beginning.
    List<FloatMatrix> shapes() {
        return shapes;
    }

    /// The values as they are now.
    LisaAdapter adapter() {
        return new LisaAdapter(options, part(0), part(1), part(2), part(3), skip(), part(4), part(5), frequencies);
    }

    private FloatMatrix part(int index) {
        FloatMatrix shape = shapes.get(index);
        return FloatMatrix.copyOf(shape.rows(), shape.columns(), values.get(index));
    }

    private @Nullable FloatMatrix skip() {
        return shapes.size() > 6 ? part(6) : null;
    }

    /// One update.
    ///
    /// @param gradients a part each
    /// @param scale     of the gradients, from clipping
    /// @param rate      learning rate
    /// @param decay     of the four matrices that are not `M`, as a multiple of the rate; see [StageOptions]
    /// @param step      1 for the first update since the moments were reset
    /// @return false if a value is no longer finite
    boolean update(List<float[]> gradients, double scale, double rate, double decay, int step) {
        double bias1 = 1 - Math.pow(BETA_1, step);
        double bias2 = 1 - Math.pow(BETA_2, step);
        boolean finite = true;
        for (int part = 0; part < values.size(); part++) {
            float[] value = values.get(part);
            float[] mean = means.get(part);
            float[] square = squares.get(part);
            float kept = (float) (DECAYS.contains(part) ? 1 - rate * decay : 1);
            for (int i = 0; i < value.length; i++) {
                double gradient = scale * gradients.get(part)[i];
                mean[i] = (float) (BETA_1 * mean[i] + (1 - BETA_1) * gradient);
                square[i] = (float) (BETA_2 * square[i] + (1 - BETA_2) * gradient * gradient);
                value[i] =
                        kept * value[i] - (float) (rate * (mean[i] / bias1) / (Math.sqrt(square[i] / bias2) + EPSILON));
                finite &= Float.isFinite(value[i]);
            }
        }
        return finite;
    }

    /// Forgets the moments.
    void resetMoments() {
        means.forEach(moment -> Arrays.fill(moment, 0));
        squares.forEach(moment -> Arrays.fill(moment, 0));
    }

    /// Values, then means, then squares, part by part: the state that a checkpoint keeps.
    float[] state() {
        int size = values.stream().mapToInt(part -> part.length).sum();
        float[] state = new float[3 * size];
        int at = 0;
        for (List<float[]> group : List.of(values, means, squares)) {
            for (float[] part : group) {
                System.arraycopy(part, 0, state, at, part.length);
                at += part.length;
            }
        }
        return state;
    }

    /// Takes over a state.
    ///
    /// @throws IllegalArgumentException if it has another size
    void restore(float[] state) {
        if (state.length != state().length) {
            throw new IllegalArgumentException("a state of " + state.length + " values for one of " + state().length);
        }
        int at = 0;
        for (List<float[]> group : List.of(values, means, squares)) {
            for (float[] part : group) {
                System.arraycopy(state, at, part, 0, part.length);
                at += part.length;
            }
        }
    }
}
