package org.crosslayer.engine.fitting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.crosslayer.engine.model.LisaAdapter;
import org.crosslayer.engine.model.LisaOptions;
import org.crosslayer.engine.model.ModelConfig;
import org.crosslayer.engine.tensor.FloatMatrix;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrainableAdapterTest {
    private static final ModelConfig CONFIG = ModelConfig.llama(6, 4, 2, 8, 2, 16, 100, 128, true);
    private static final LisaAdapter START = LisaAdapter.random(CONFIG, LisaOptions.defaults(4), 1);
    private static final double RATE = 0.01;

    @Test
    void theFirstUpdateOfAdamMovesEveryValueByTheRateAgainstItsGradient() {
        LisaAdapter moved = updated(0, 2);
        FloatMatrix before = START.query();
        FloatMatrix after = moved.query();
        for (int row = 0; row < before.rows(); row++) {
            for (int column = 0; column < before.columns(); column++) {
                assertEquals(before.at(row, column) - RATE, after.at(row, column), 1e-6);
            }
        }
    }

    @Test
    void decayShrinksTheCorrectionButNeitherBiasesNorTheCopy() {
        LisaAdapter moved = updated(0.5, 0);
        for (LisaAdapter one : List.of(START, moved)) {
            assertTrue(Math.abs(one.query().at(0, 0)) > 1e-3);
        }
        double kept = 1 - RATE * 0.5;
        assertEquals(kept * START.w1().at(1, 2), moved.w1().at(1, 2), 1e-7);
        assertEquals(kept * START.w2().at(1, 2), moved.w2().at(1, 2), 1e-7);
        assertEquals(kept * START.query().at(3, 2), moved.query().at(3, 2), 1e-7);
        assertEquals(kept * START.key().at(3, 2), moved.key().at(3, 2), 1e-7);
        assertEquals(START.b1(), moved.b1());
        assertEquals(START.b2(), moved.b2());
        @Nullable FloatMatrix skip = START.skip();
        assertEquals(skip, moved.skip());
        assertFalse(START.equals(moved));
    }

    /// After one update with this gradient everywhere.
    private static LisaAdapter updated(double decay, float gradient) {
        TrainableAdapter trained = new TrainableAdapter(START);
        List<float[]> gradients = trained.shapes().stream()
                .map(part -> {
                    float[] values = new float[part.rows() * part.columns()];
                    Arrays.fill(values, gradient);
                    return values;
                })
                .toList();
        assertTrue(trained.update(gradients, 1, RATE, decay, 1));
        return trained.adapter();
    }
}
