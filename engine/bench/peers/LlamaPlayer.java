import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.LlamaOutput;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.args.LogFormat;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Random;

/// llama.cpp as `de.kherud:llama` packages it, as a player of `org.crosslayer.engine.bench.contest.Player`.
///
/// Arguments: a file of RandomLlama, prompt tokens, tokens to generate (the first of which counts as prefill), threads.
public class LlamaPlayer {
    private static final int FIRST_CHARACTER = 0x4E00;
    private static final int CHARACTERS = 3000;
    private static final long WARM_UP_NANOS = 3_000_000_000L;

    public static void main(String[] args) throws Exception {
        int prompt = Integer.parseInt(args[1]);
        int generate = Integer.parseInt(args[2]);
        int threads = Integer.parseInt(args[3]);
        LlamaModel.setLogger(LogFormat.TEXT, (level, text) -> System.err.print(text));
        ModelParameters parameters = new ModelParameters()
                .setModel(args[0])
                .setCtxSize(Math.max(256, prompt + generate))
                .setThreads(threads)
                .setThreadsBatch(threads)
                .setGpuLayers(0);
        try (LlamaModel model = new LlamaModel(parameters)) {
            StringBuilder text = new StringBuilder();
            Random random = new Random(1);
            for (int i = 0; i < prompt; i++) {
                text.appendCodePoint(FIRST_CHARACTER + random.nextInt(CHARACTERS));
            }
            int tokens = model.encode(text.toString()).length;
            if (tokens != prompt) {
                throw new IllegalStateException(tokens + " tokens instead of " + prompt);
            }
            long start = System.nanoTime();
            for (int round = 0; round < 2 || System.nanoTime() - start < WARM_UP_NANOS; round++) {
                play(model, text.toString(), generate);
            }
            System.out.println("ready llama.cpp (de.kherud:llama 4.2.0), " + threads + " threads");
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
            while (in.readLine() != null) {
                System.out.println(play(model, text.toString(), generate));
            }
        }
        System.out.flush();
        // The package leaves a thread of its own behind, which would keep this process alive for ever.
        Runtime.getRuntime().halt(0);
    }

    private static String play(LlamaModel model, String prompt, int generate) {
        InferenceParameters question = new InferenceParameters(prompt)
                .setNPredict(generate)
                .setTemperature(0)
                .setIgnoreEos(true)
                .setCachePrompt(false);
        long start = System.nanoTime();
        long first = 0;
        int count = 0;
        for (LlamaOutput ignored : model.generate(question)) {
            count++;
            if (count == 1) {
                first = System.nanoTime();
            }
        }
        long end = System.nanoTime();
        if (count < generate) {
            throw new IllegalStateException(count + " tokens instead of " + generate);
        }
        return "prefill=" + (first - start) + " decode=" + (end - first);
    }
}
