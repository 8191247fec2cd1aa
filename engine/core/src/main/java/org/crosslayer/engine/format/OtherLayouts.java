package org.crosslayer.engine.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.crosslayer.engine.error.BadFileException;

/// What a folder is that cannot be opened as a model, and what to do about it.
final class OtherLayouts {
    private static final String ADAPTER = "adapter_config.json";
    private static final String PART = ".*-\\d{5}-of-\\d{5}\\.safetensors";

    private OtherLayouts() {}

    /// @param needed what a model folder holds, in words
    static BadFileException withoutConfig(Path folder, String needed) throws BadFileException {
        List<Path> files = list(folder);
        if (any(files, ADAPTER::equals).isPresent()) {
            String base = JsonObject.read(folder.resolve(ADAPTER)).textOr("base_model_name_or_path", "its base model");
            return new BadFileException(
                    folder,
                    "holds an adapter (LoRA) and no model: merge it into " + Phrases.shortened(base)
                            + " with PEFT's merge_and_unload, save that, and open it.");
        }
        if (any(files, "params.json"::equals).isPresent()) {
            return new BadFileException(
                    folder,
                    "holds a model in its makers' own layout (params.json): download the one in Hugging Face's layout,"
                            + " with " + needed + ".");
        }
        Optional<String> broken = broken(files);
        return new BadFileException(
                folder,
                broken.isPresent()
                        ? "was not downloaded to the end (" + broken.get() + " leads nowhere): download it again."
                        : "holds no " + ModelFiles.CONFIG + ": a model folder needs " + needed + ".");
    }

    /// @param needed what a model folder holds, in words
    static BadFileException withoutWeights(Path folder, String needed) throws BadFileException {
        List<Path> files = list(folder);
        Optional<String> broken = broken(files);
        Optional<String> part = any(files, name -> name.matches(PART));
        Optional<String> pickle =
                any(files, name -> name.endsWith(".bin") || name.endsWith(".pt") || name.endsWith(".pth"));
        String problem = "holds no weights: a model folder needs " + needed + ".";
        if (broken.isPresent()) {
            problem = "was not downloaded to the end (" + broken.get() + " leads nowhere): download it again.";
        } else if (part.isPresent()) {
            problem = "holds parts such as " + part.get() + " but no " + ModelFiles.WEIGHTS_INDEX
                    + ", which says what lies in which: download that too.";
        } else if (pickle.isPresent()) {
            problem = "holds weights in PyTorch's pickle format only (" + pickle.get()
                    + "), which can run code: convert them once to " + ModelFiles.WEIGHTS
                    + ", in Python with AutoModelForCausalLM.from_pretrained(FOLDER).save_pretrained(OTHER).";
        }
        return new BadFileException(folder, problem);
    }

    /// The name of a link whose file is not there, as an interrupted download leaves it.
    private static Optional<String> broken(List<Path> files) {
        return files.stream()
                .filter(file -> Files.isSymbolicLink(file) && !Files.exists(file))
                .map(OtherLayouts::name)
                .findFirst();
    }

    private static Optional<String> any(List<Path> files, Predicate<String> test) {
        return files.stream().map(OtherLayouts::name).filter(test).findFirst();
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static List<Path> list(Path folder) throws BadFileException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.sorted().toList();
        } catch (IOException e) {
            throw new BadFileException(folder, "cannot be read (" + Phrases.reason(e) + ").", e);
        }
    }
}
