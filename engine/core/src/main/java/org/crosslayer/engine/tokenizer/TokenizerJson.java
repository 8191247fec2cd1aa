package org.crosslayer.engine.tokenizer;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongFunction;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.format.JsonObject;
import org.crosslayer.engine.format.ModelFiles;
import org.jspecify.annotations.Nullable;

/// The tokenizer of a Hugging Face folder, run by Hugging Face's own library.
///
/// Texts are never cut or padded, whatever the file asks for: a whole novel is one text.
public final class TokenizerJson implements Tokenizer {
    private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;

    private final Vocabulary vocabulary;
    private final OptionalInt bosId;
    private final OptionalInt eosId;

    /// Readers use the native tokenizer, the writer frees it.
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private long handle;

    private TokenizerJson(long handle, Vocabulary vocabulary, OptionalInt bosId, OptionalInt eosId) {
        this.handle = handle;
        this.vocabulary = vocabulary;
        this.bosId = bosId;
        this.eosId = eosId;
    }

    /// Opens `tokenizer.json`; BOS and EOS come from `tokenizer_config.json` or else `config.json`, if they are
    /// there.
    ///
    /// @param folder a model folder
    /// @throws EngineException if the file is missing, damaged or of an unknown kind, or this machine has no
    ///     library
    public static TokenizerJson open(Path folder) throws EngineException {
        Path path = require(folder);
        Vocabulary vocabulary = Vocabulary.read(JsonObject.read(path));
        SpecialTokens special = new SpecialTokens(folder, vocabulary);
        OptionalInt bosId = special.id("bos_token");
        OptionalInt eosId = special.id("eos_token");
        NativeLibrary.load();
        long handle = create(path);
        LIBRARY.disableTruncation(handle);
        LIBRARY.disablePadding(handle);
        return new TokenizerJson(handle, vocabulary, bosId, eosId);
    }

    /// Refuses a folder without `tokenizer.json`, without opening anything: to be asked before long work.
    ///
    /// @return the file
    /// @throws EngineException if it is missing
    public static Path require(Path folder) throws EngineException {
        ModelFiles.requireFolder(folder);
        Path path = folder.resolve(ModelFiles.TOKENIZER);
        if (!Files.exists(path)) {
            throw new BadFileException(
                    path, "does not exist: add the model's " + ModelFiles.TOKENIZER + "; older forms cannot be read.");
        }
        return path;
    }

    private static long create(Path path) throws BadFileException {
        try {
            return LIBRARY.createTokenizerFromString(Files.readString(path));
        } catch (IOException e) {
            throw new BadFileException(path, "cannot be read (" + e.getMessage() + ").", e);
        } catch (RuntimeException e) {
            // The library reports every refusal as a bare RuntimeException.
            throw new BadFileException(
                    path, "is no tokenizer that can be used (" + e.getMessage() + "): download it again.", e);
        }
    }

    @Override
    public Encoding encode(String text, boolean withSpecialTokens) {
        CodePoints points = CodePoints.of(text);
        return use(tokenizer -> {
            long encoding = LIBRARY.encode(tokenizer, points.wellFormed(), withSpecialTokens);
            try {
                return encoding(LIBRARY.getTokenIds(encoding), LIBRARY.getTokenCharSpans(encoding), points);
            } finally {
                LIBRARY.deleteEncoding(encoding);
            }
        });
    }

    private static Encoding encoding(long[] ids, @Nullable CharSpan[] spans, CodePoints points) {
        List<Integer> idList = new ArrayList<>(ids.length);
        List<Encoding.Span> spanList = new ArrayList<>(ids.length);
        int end = 0;
        for (int i = 0; i < ids.length; i++) {
            CharSpan span = spans[i];
            int start = span == null ? end : points.utf16(span.getStart());
            end = span == null ? end : points.utf16(span.getEnd());
            idList.add(Math.toIntExact(ids[i]));
            spanList.add(new Encoding.Span(start, end));
        }
        return new Encoding(idList, spanList);
    }

    /// As the interface says; ids that the vocabulary does not have are left out.
    @Override
    public String decode(List<Integer> ids) {
        long[] array = ids.stream().mapToLong(Integer::longValue).toArray();
        return use(tokenizer -> LIBRARY.decode(tokenizer, array, false));
    }

    @Override
    public String piece(int id) {
        return vocabulary.piece(id);
    }

    @Override
    public int size() {
        return vocabulary.size();
    }

    @Override
    public OptionalInt bosId() {
        return bosId;
    }

    @Override
    public OptionalInt eosId() {
        return eosId;
    }

    private <T> T use(LongFunction<T> work) {
        lock.readLock().lock();
        try {
            if (handle == 0) {
                throw new IllegalStateException("The tokenizer is closed.");
            }
            return work.apply(handle);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (handle != 0) {
                LIBRARY.deleteTokenizer(handle);
                handle = 0;
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
