package org.crosslayer.engine.tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.crosslayer.engine.error.BackendUnavailableException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.AtomicFile;
import org.jspecify.annotations.Nullable;

/// Loads Hugging Face's tokenizer library out of DJL's jar, without DJL's own loader.
///
/// That loader (`LibUtils.loadLibrary` in the bytecode of tokenizers-0.38.0) looks for CUDA through JNA, which unpacks
/// itself into the home folder, and downloads a build where it finds a GPU; DJL's `HuggingFaceTokenizer.newInstance`
/// first calls `Ec2Utils.callHome`, which asks the machine's cloud for its identity. `TokenizersLibrary` itself holds
/// nothing but native methods, so with the library loaded here no network code is ever reached.
final class NativeLibrary {
    private static final String FOLDER = "/native/lib/";
    private static boolean loaded;

    private NativeLibrary() {}

    /// Loads the library once for the whole program.
    ///
    /// @throws BackendUnavailableException if there is no build for this machine or it cannot be loaded
    @SuppressWarnings("restricted")
    static synchronized void load() throws EngineException {
        if (loaded) {
            return;
        }
        String platform = platform();
        try {
            Path folder = cache(platform);
            for (String name : names(platform)) {
                System.load(unpack(FOLDER + platform + "/cpu/" + name, folder.resolve(name)));
            }
            loaded = true;
        } catch (IOException | UnsatisfiedLinkError e) {
            throw new BackendUnavailableException(
                    "The tokenizer library cannot be loaded on " + platform + " (" + e.getMessage()
                            + "): check that its cache folder can be written and run from.",
                    e);
        }
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch");
        return (os.startsWith("mac") ? "osx" : os.startsWith("win") ? "win" : "linux")
                + "-"
                + (arch.equals("amd64") ? "x86_64" : arch);
    }

    private static List<String> names(String platform) {
        return platform.startsWith("win")
                ? List.of("libwinpthread-1.dll", "libgcc_s_seh-1.dll", "libstdc++-6.dll", "tokenizers.dll")
                : List.of(System.mapLibraryName("tokenizers"));
    }

    /// The launcher names a folder that is kept; without one the library lives as long as the program.
    private static Path cache(String platform) throws IOException, BackendUnavailableException {
        for (String key : new String[] {"ENGINE_CACHE_DIR", "DJL_CACHE_DIR"}) {
            @Nullable String named = System.getenv(key) == null ? System.getProperty(key) : System.getenv(key);
            if (named != null && !named.isEmpty()) {
                return Files.createDirectories(Path.of(named, "tokenizers", version() + "-" + platform));
            }
        }
        // A folder of a fixed name that everybody may write to would let others plant a library.
        Path folder = Files.createTempDirectory("crosslayer-tokenizers");
        folder.toFile().deleteOnExit();
        names(platform).forEach(name -> folder.resolve(name).toFile().deleteOnExit());
        return folder;
    }

    private static String version() throws IOException, BackendUnavailableException {
        try (InputStream in = resource(FOLDER + "tokenizers.properties").openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip().replace("version=", "");
        }
    }

    private static String unpack(String name, Path target) throws IOException, EngineException {
        URL resource = resource(name);
        if (!Files.exists(target)
                || Files.size(target) != resource.openConnection().getContentLengthLong()) {
            try (InputStream in = resource.openStream()) {
                AtomicFile.write(target, in::transferTo);
            }
        }
        return target.toAbsolutePath().toString();
    }

    private static URL resource(String name) throws BackendUnavailableException {
        URL resource = NativeLibrary.class.getResource(name);
        if (resource == null) {
            throw new BackendUnavailableException("The tokenizer library has no build for this system (" + platform()
                    + "): use Linux (x86_64, arm64), macOS on Apple silicon, or Windows (x86_64).");
        }
        return resource;
    }
}
