package org.crosslayer.engine.sharing;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import org.crosslayer.engine.format.Checkpoint;
import org.crosslayer.engine.format.MappedTensor;
import org.crosslayer.engine.model.ModelConfig;
import org.jspecify.annotations.Nullable;

/// Which model adapters belong to.
///
/// The fingerprint is a SHA-256 over all tensors in order of their names: name, type, shape, and values. Of a tensor
/// above 64 KiB 16 samples of 4 KiB each are taken, the first at its start, the last at its end, the others evenly
/// between, so that a model of 16 GB is recognised in about a second. It does not depend on how a model is cut into
/// files; fine-tuning changes it, for that changes values everywhere.
public final class ModelIdentity {
    private static final int SAMPLES = 16;
    private static final long SAMPLE_BYTES = 4096;

    private final ModelConfig config;
    private final Checkpoint checkpoint;
    private @Nullable String fingerprint;

    /// Looks at nothing yet.
    ///
    /// @param checkpoint must be open when the fingerprint is first asked for
    public ModelIdentity(ModelConfig config, Checkpoint checkpoint) {
        this.config = config;
        this.checkpoint = checkpoint;
    }

    /// The model's sizes.
    public ModelConfig config() {
        return config;
    }

    /// The fingerprint in hexadecimal; computed at the first call.
    public String fingerprint() {
        if (fingerprint == null) {
            fingerprint = compute();
        }
        return fingerprint;
    }

    private String compute() {
        MessageDigest digest = sha256();
        for (MappedTensor tensor : new TreeMap<>(checkpoint.tensors()).values()) {
            String described = tensor.name() + " " + tensor.dtype() + " " + tensor.shape() + "\n";
            digest.update(described.getBytes(StandardCharsets.UTF_8));
            MemorySegment data = tensor.data();
            if (data.byteSize() <= SAMPLES * SAMPLE_BYTES) {
                digest.update(data.toArray(ValueLayout.JAVA_BYTE));
                continue;
            }
            for (long sample = 0; sample < SAMPLES; sample++) {
                long from = (data.byteSize() - SAMPLE_BYTES) / (SAMPLES - 1) * sample;
                long start = sample == SAMPLES - 1 ? data.byteSize() - SAMPLE_BYTES : from;
                digest.update(data.asSlice(start, SAMPLE_BYTES).toArray(ValueLayout.JAVA_BYTE));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
