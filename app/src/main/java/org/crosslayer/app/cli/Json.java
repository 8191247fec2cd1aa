package org.crosslayer.app.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.crosslayer.engine.tensor.DoubleMatrix;

/// Results as JSON: one key a line, lists of numbers within one line. Values are maps, lists, strings and numbers.
final class Json {
    private static final ObjectWriter WRITER = new ObjectMapper()
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .writer()
            .with(SerializationFeature.INDENT_OUTPUT);

    private Json() {}

    static String text(Object value) throws JsonProcessingException {
        return WRITER.writeValueAsString(value);
    }

    static void write(Object value, OutputStream out) throws IOException {
        WRITER.writeValue(out, value);
        out.write('\n');
    }

    /// `[rows][columns]`.
    static List<List<Double>> rows(DoubleMatrix matrix) {
        List<List<Double>> rows = new ArrayList<>();
        for (int row = 0; row < matrix.rows(); row++) {
            List<Double> values = new ArrayList<>();
            for (double value : matrix.row(row)) {
                values.add(value);
            }
            rows.add(values);
        }
        return rows;
    }
}
