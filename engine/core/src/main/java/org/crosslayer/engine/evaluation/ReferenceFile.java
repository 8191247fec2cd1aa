package org.crosslayer.engine.evaluation;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.format.SafetensorsFile;
import org.crosslayer.engine.model.ModelConfig;
import org.jspecify.annotations.Nullable;

/// What another program computed for a model: ids, and logits, hidden states or patterns. Read piece by piece
/// from where
/// it is mapped.
///
/// `input_ids [1, n]`; `logits [1, n, nVocab]`; `hidden [nLayers + 1, 1, n, dModel]`, before each layer and
/// after the
/// final norm; `attentions [nLayers, 1, nHeads, n, n]`. The last three in any float type, at least one of them
/// there.
final class ReferenceFile implements AutoCloseable {
    static final String IDS = "input_ids";
    static final String LOGITS = "logits";
    static final String HIDDEN = "hidden";
    static final String PATTERNS = "attentions";

    private final Path path;
    private final SafetensorsFile file;
    private final int[] ids;

    private ReferenceFile(Path path, SafetensorsFile file, int[] ids) {
        this.path = path;
        this.file = file;
        this.ids = ids;
    }

    /// Opens a file and checks that it can belong to a model.
    ///
    /// @throws BadFileException if it is damaged, lacks what is needed or has other sizes
    static ReferenceFile open(Path path, ModelConfig config) throws BadFileException {
        SafetensorsFile file = SafetensorsFile.open(path);
        boolean trusted = false;
        try {
            ReferenceFile reference = new ReferenceFile(path, file, ids(path, file, config.nVocab()));
            reference.check(config);
            trusted = true;
            return reference;
        } finally {
            if (!trusted) {
                file.close();
            }
        }
    }

    private static int[] ids(Path path, SafetensorsFile file, int nVocab) throws BadFileException {
        MappedTensor tensor = file.tensors().get(IDS);
        if (tensor == null) {
            throw new BadFileException(
                    path,
                    "is no reference file, it holds no " + IDS
                            + ": make one with make_reference.py, which lies with the sample models.");
        }
        List<Long> shape = tensor.shape();
        boolean isText = tensor.size() > 0 && (shape.size() == 1 || (shape.size() == 2 && shape.getFirst() == 1));
        if (!isText || tensor.dtype().isFloat() || tensor.size() > Integer.MAX_VALUE) {
            throw new BadFileException(
                    path,
                    IDS + " is " + tensor.dtype() + " " + shape + "; whole numbers [1, n] of one text are needed.");
        }
        for (long id : tensor.toLongs()) {
            if (id < 0 || id >= nVocab) {
                throw new BadFileException(
                        path,
                        "has the token id " + id + ", but the model's vocabulary ends at " + (nVocab - 1)
                                + ": the file was made with another model.");
            }
        }
        return Arrays.stream(tensor.toLongs()).mapToInt(Math::toIntExact).toArray();
    }

    private void check(ModelConfig config) throws BadFileException {
        long n = ids.length;
        boolean any = check(LOGITS, 1, n, config.nVocab());
        any |= check(HIDDEN, config.nLayers() + 1, 1, n, config.dModel());
        any |= check(PATTERNS, config.nLayers(), 1, config.nHeads(), n, n);
        if (!any) {
            throw new BadFileException(
                    path, "holds neither " + LOGITS + " nor " + HIDDEN + " nor " + PATTERNS + ": nothing to compare.");
        }
    }

    private boolean check(String name, long... shape) throws BadFileException {
        MappedTensor tensor = file.tensors().get(name);
        if (tensor == null) {
            return false;
        }
        List<Long> expected = Arrays.stream(shape).boxed().toList();
        if (!tensor.shape().equals(expected) || !tensor.dtype().isFloat()) {
            throw new BadFileException(
                    path,
                    name + " is " + tensor.dtype() + " " + tensor.shape() + ", but this model gives floats " + expected
                            + ": the file was made with another model.");
        }
        return true;
    }

    /// A copy of the ids, `[n]`.
    int[] ids() {
        return ids.clone();
    }

    boolean has(String name) {
        return file.tensors().containsKey(name);
    }

    /// Elements `[from, from + count)` of a tensor that is there, row-major.
    float[] slice(String name, long from, int count) {
        @Nullable MappedTensor tensor = file.tensors().get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("the reference file holds no " + name);
        }
        int bytes = tensor.dtype().bytes();
        return new MappedTensor(
                        name,
                        tensor.dtype(),
                        List.of((long) count),
                        tensor.data().asSlice(from * bytes, (long) count * bytes))
                .toFloats();
    }

    @Override
    public void close() {
        file.close();
    }
}
