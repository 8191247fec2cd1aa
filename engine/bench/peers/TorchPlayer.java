import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.crosslayer.engine.format.GgufFile;
import org.crosslayer.engine.format.GgufMetadata;
import org.crosslayer.engine.format.MappedTensor;

/// A Llama from a GGUF file in PyTorch's own library by DJL, written out with eager attention, as a player of
/// `org.crosslayer.engine.bench.contest.Player`; for machines without a Python that has PyTorch.
///
/// In float32 whatever is stored, because DJL's PyTorch of that version ends the process where it is given BF16.
///
/// Arguments: a file of RandomLlama, prompt tokens, tokens to generate (the first of which counts as
/// prefill), threads, and `patterns` (every layer's pattern is kept until the end) or `plain` (none is).
public class TorchPlayer {
    private static final int FIRST_TOKEN = 259;
    private static final long WARM_UP_NANOS = 3_000_000_000L;

    /// Weights of a layer; matrices already turned, so that rows multiply them from the left.
    private record Layer(
            NDArray attentionNorm,
            NDArray query,
            NDArray key,
            NDArray value,
            NDArray output,
            NDArray mlpNorm,
            NDArray gate,
            NDArray up,
            NDArray down) {}

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());
    private final List<Layer> layers = new ArrayList<>();
    private final NDArray embedding;
    private final NDArray lastNorm;
    private final NDArray unembedding;
    private final int heads;
    private final int kvHeads;
    private final double eps;
    private final double base;
    private final boolean keeps;

    private TorchPlayer(Path path, boolean keeps) throws Exception {
        this.keeps = keeps;
        try (GgufFile file = GgufFile.open(path)) {
            GgufMetadata keys = file.keys();
            heads = keys.positiveInt("llama.attention.head_count");
            kvHeads = keys.positiveInt("llama.attention.head_count_kv");
            eps = keys.number("llama.attention.layer_norm_rms_epsilon");
            base = keys.number("llama.rope.freq_base");
            embedding = weight(file.tensors().get("token_embd.weight"));
            unembedding = embedding.transpose();
            lastNorm = weight(file.tensors().get("output_norm.weight"));
            for (int layer = 0; layer < keys.positiveInt("llama.block_count"); layer++) {
                String block = "blk." + layer + ".";
                layers.add(new Layer(
                        weight(file.tensors().get(block + "attn_norm.weight")),
                        matrix(file, block + "attn_q"),
                        matrix(file, block + "attn_k"),
                        matrix(file, block + "attn_v"),
                        matrix(file, block + "attn_output"),
                        weight(file.tensors().get(block + "ffn_norm.weight")),
                        matrix(file, block + "ffn_gate"),
                        matrix(file, block + "ffn_up"),
                        matrix(file, block + "ffn_down")));
            }
        }
    }

    private NDArray matrix(GgufFile file, String name) {
        return weight(file.tensors().get(name + ".weight")).transpose();
    }

    /// A copy of a tensor, row-major.
    private NDArray weight(MappedTensor tensor) {
        Shape shape = new Shape(
                tensor.shape().stream().mapToLong(Long::longValue).toArray());
        return manager.create(FloatBuffer.wrap(tensor.toFloats()), shape, DataType.FLOAT32);
    }

    public static void main(String[] args) throws Exception {
        int prompt = Integer.parseInt(args[1]);
        int generate = Integer.parseInt(args[2]);
        String threads = args[3];
        boolean keeps = args[4].equals("patterns");
        System.setProperty("ai.djl.pytorch.num_threads", threads);
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        TorchPlayer player = new TorchPlayer(Path.of(args[0]), keeps);
        long nVocab = player.embedding.getShape().get(0);
        int[] ids = new Random(1).ints(prompt, FIRST_TOKEN, (int) nVocab).toArray();
        long start = System.nanoTime();
        for (int round = 0; round < 2 || System.nanoTime() - start < WARM_UP_NANOS; round++) {
            player.play(ids, generate);
        }
        System.out.printf(
                "ready PyTorch %s by DJL, float32, eager%s, %s threads%n",
                Engine.getInstance().getVersion(), keeps ? ", every pattern handed out" : "", threads);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        while (in.readLine() != null) {
            System.out.println(player.play(ids, generate));
        }
    }

    private String play(int[] ids, int generate) {
        try (NDManager round = manager.newSubManager()) {
            List<NDArray> patterns = new ArrayList<>();
            NDArray[] keys = new NDArray[layers.size()];
            NDArray[] values = new NDArray[layers.size()];
            long start = System.nanoTime();
            int token = next(round, ids, 0, keys, values, patterns);
            long first = System.nanoTime();
            if (keeps
                    && (patterns.size() != layers.size()
                            || patterns.getLast().getShape().get(2) != ids.length)) {
                throw new IllegalStateException("patterns that are not there");
            }
            long decoding = System.nanoTime();
            for (int i = 1; i < generate; i++) {
                token = next(round, new int[] {token}, ids.length + i - 1, keys, values, patterns);
            }
            long end = System.nanoTime();
            return "prefill=" + (first - start) + (generate > 1 ? " decode=" + (end - decoding) : "");
        }
    }

    /// Reads tokens from a position on and chooses the next.
    private int next(
            NDManager round, int[] ids, int position, NDArray[] keys, NDArray[] values, List<NDArray> patterns) {
        int n = ids.length;
        long d = layers.getFirst().query().getShape().get(1) / heads;
        NDArray angles = round.arange(position, position + n, 1, DataType.FLOAT32)
                .reshape(n, 1)
                .mul(round.arange(0, d, 2, DataType.FLOAT32).mul(-Math.log(base) / d).exp());
        NDArray cos = angles.cos();
        NDArray sin = angles.sin();
        NDArray x = embedding.get(round, new NDIndex("{}", round.create(ids).toType(DataType.INT64, false)));
        for (int i = 0; i < layers.size(); i++) {
            try (NDManager step = round.newSubManager()) {
                NDArray entering = x.duplicate();
                entering.attach(step);
                Layer layer = layers.get(i);
                NDArray normed = norm(entering, layer.attentionNorm());
                NDArray q = turn(heads(normed.matMul(layer.query()), heads), cos, sin);
                NDArray k = turn(heads(normed.matMul(layer.key()), kvHeads), cos, sin);
                NDArray v = heads(normed.matMul(layer.value()), kvHeads);
                keys[i] = kept(round, keys[i], k);
                values[i] = kept(round, values[i], v);
                NDArray scores = q.matMul(all(keys[i], step).transpose(0, 2, 1)).mul(1 / Math.sqrt(d));
                if (n > 1) {
                    scores = scores.add(mask(step, n, position + n));
                }
                NDArray pattern = scores.softmax(-1);
                NDArray mixed = pattern.matMul(all(values[i], step))
                        .transpose(1, 0, 2)
                        .reshape(n, heads * d);
                NDArray middle = entering.add(mixed.matMul(layer.output()));
                NDArray thought = norm(middle, layer.mlpNorm());
                NDArray gate = thought.matMul(layer.gate());
                NDArray inner = gate.mul(ai.djl.nn.Activation.sigmoid(gate)).mul(thought.matMul(layer.up()));
                x.close();
                x = middle.add(inner.matMul(layer.down()));
                x.attach(round);
                if (keeps && n > 1) {
                    pattern.attach(round);
                    patterns.add(pattern);
                }
            }
        }
        NDArray logits =
                norm(x.get(new NDIndex(n - 1 + ":" + n)), lastNorm).matMul(unembedding);
        if (logits.isNaN().any().getBoolean() || logits.isInfinite().any().getBoolean()) {
            throw new IllegalStateException("logits that are no numbers");
        }
        return (int) logits.argMax(-1).toLongArray()[0];
    }

    /// 0 where row `i` of the last `n` of `keys` positions sees, minus infinity elsewhere.
    private NDArray mask(NDManager step, int n, int keys) {
        NDArray rows = step.arange(keys - n, keys, 1, DataType.FLOAT32).reshape(n, 1);
        NDArray hidden = step.arange(0, keys, 1, DataType.FLOAT32).gt(rows);
        return NDArrays.where(
                        hidden,
                        step.full(new Shape(n, keys), Float.NEGATIVE_INFINITY),
                        step.zeros(new Shape(n, keys)))
                ;
    }

    private NDArray norm(NDArray x, NDArray gain) {
        NDArray scale = x.square().mean(new int[] {1}, true).add(eps).sqrt();
        return x.div(scale).mul(gain);
    }

    /// `[n, heads × d]` as `[heads, n, d]`.
    private static NDArray heads(NDArray rows, int heads) {
        long n = rows.getShape().get(0);
        return rows.reshape(n, heads, rows.getShape().get(1) / heads).transpose(1, 0, 2);
    }

    /// Turns neighbours, as GGUF keeps them.
    private static NDArray turn(NDArray x, NDArray cos, NDArray sin) {
        Shape shape = x.getShape();
        NDArray pairs = x.reshape(shape.get(0), shape.get(1), shape.get(2) / 2, 2);
        NDArray a = pairs.get(new NDIndex(":, :, :, 0"));
        NDArray b = pairs.get(new NDIndex(":, :, :, 1"));
        return NDArrays.stack(new NDList(a.mul(cos).sub(b.mul(sin)), a.mul(sin).add(b.mul(cos))), 3)
                .reshape(shape);
    }

    private static NDArray kept(NDManager round, NDArray before, NDArray now) {
        NDArray all = before == null ? now.duplicate() : before.concat(now, 1);
        all.attach(round);
        if (before != null) {
            before.close();
        }
        return all;
    }

    /// Keys or values for every query head.
    private NDArray all(NDArray kv, NDManager step) {
        NDArray copy = heads == kvHeads ? kv.duplicate() : kv.repeat(0, heads / kvHeads);
        copy.attach(step);
        return copy;
    }
}
