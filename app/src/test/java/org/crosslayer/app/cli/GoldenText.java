package org.crosslayer.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.format.SafetensorsFile;
import org.crosslayer.samples.SampleModels;

/// The text of the golden file of `sample-16l` and what SciPy and transformers found on it.
final class GoldenText implements AutoCloseable {
    /// Its length in tokens, begin-of-text token included.
    static final int TOKENS = 80;

    private final SafetensorsFile golden;

    GoldenText() throws BadFileException {
        golden = SafetensorsFile.open(SampleModels.golden("sample-16l").resolve("golden.safetensors"));
    }

    /// The text itself; the ids have a begin-of-text token more.
    static String words() throws IOException {
        Path json = SampleModels.golden("sample-16l").resolve("golden.json");
        return CommandRun.json(json).get("text").asText();
    }

    /// Its ids as `--ids` takes them.
    String ids() {
        return Arrays.stream(tensor("input_ids").toLongs())
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(","));
    }

    MappedTensor tensor(String name) {
        return Objects.requireNonNull(golden.tensors().get(name), name);
    }

    @Override
    public void close() {
        golden.close();
    }
}
