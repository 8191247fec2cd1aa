package org.crosslayer.engine.cuda;

import static org.bytedeco.cuda.global.cudart.cuModuleGetFunction;
import static org.bytedeco.cuda.global.cudart.cuModuleLoadData;
import static org.bytedeco.cuda.global.cudart.cuModuleUnload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Kernels by name, compiled when they are first asked for.
///
/// Their code is kept in JavaCPP's cache folder under a name made of source, options and compiler version, so that a
/// second start compiles nothing.
final class KernelLibrary implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KernelLibrary.class);
    private static final String FOLDER = "crosslayer-kernels";

    /// A kernel ready to start.
    ///
    /// @param name as in its source
    record Kernel(String name, CUfunc_st function) {}

    private record Module(KernelSource source, List<String> defines) {}

    private record Name(Module module, String kernel) {}

    private final Card card;
    private final Compiler compiler;
    private final Map<Module, CUmod_st> modules = new HashMap<>();
    private final Map<Name, Kernel> kernels = new HashMap<>();

    KernelLibrary(Card card) {
        this.card = card;
        compiler = new Compiler(card.device().architecture());
    }

    /// A kernel of a source that needs no definitions.
    Kernel kernel(KernelSource source, String name) {
        return kernel(source, List.of(), name);
    }

    /// A kernel of a source compiled with definitions such as `-DHEADS=8`.
    Kernel kernel(KernelSource source, List<String> defines, String name) {
        return kernels.computeIfAbsent(new Name(new Module(source, defines), name), this::find);
    }

    private Kernel find(Name name) {
        CUmod_st module = modules.computeIfAbsent(name.module(), this::load);
        CUfunc_st function = new CUfunc_st();
        Answers.require(() -> cuModuleGetFunction(function, module, name.kernel()), "find the kernel " + name.kernel());
        return new Kernel(name.kernel(), function);
    }

    private CUmod_st load(Module wanted) {
        card.enter();
        String text = wanted.source().text();
        List<String> options = compiler.options(wanted.source().particular(), wanted.defines());
        Path kept = path(text, options);
        byte[] code = read(kept);
        if (code.length == 0) {
            code = compiler.compile(wanted.source().name(), text, options);
            write(kept, code);
        }
        CUmod_st module = new CUmod_st();
        try (BytePointer bytes = new BytePointer(code.length + 1L)) {
            bytes.put(code, 0, code.length).put(code.length, (byte) 0);
            Answers.require(() -> cuModuleLoadData(module, bytes), "load the kernels of " + wanted.source());
        }
        return module;
    }

    private static Path path(String text, List<String> options) {
        try {
            String all = Compiler.version() + "\n" + options + "\n" + text;
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return Loader.getCacheDir()
                    .toPath()
                    .resolve(FOLDER)
                    .resolve(HexFormat.of().formatHex(digest) + ".bin");
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("There is no folder for compiled kernels", e);
        }
    }

    private static byte[] read(Path kept) {
        try {
            return Files.exists(kept) ? Files.readAllBytes(kept) : new byte[0];
        } catch (IOException e) {
            LOG.warn("Compiled kernels in {} cannot be read", kept, e);
            return new byte[0];
        }
    }

    /// A cache that cannot be written costs a second at every start, nothing more.
    private static void write(Path kept, byte[] code) {
        try {
            Path folder = Files.createDirectories(kept.resolveSibling(""));
            Path unfinished = Files.createTempFile(folder, "kernels", ".tmp");
            Files.write(unfinished, code);
            Files.move(unfinished, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("Compiled kernels cannot be kept in {}", kept, e);
        }
    }

    @Override
    public void close() {
        card.enter();
        modules.values().forEach(module -> Answers.require(() -> cuModuleUnload(module), "unload kernels"));
        modules.clear();
        kernels.clear();
    }
}
