package org.crosslayer.engine.tokenizer;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongFunction;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.jspecify.annotations.Nullable;

/// A tokenizer run by Hugging Face's own library.
///
/// Texts are never cut or padded, whatever the file asks for: a whole novel is one text.
final class NativeTokenizer implements Tokenizer {
    private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;

    private static final String STRANGE = "a \uE000 The 9\n\u0378 \uD83D\uDE00.";

    private final Vocabulary vocabulary;
    private final SpecialRule special;
    private final String description;

    /// Readers use the native tokenizer, the writer frees it.
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private long handle;

    /// Around a text, the tokens of its own template, as far as the rule does not say otherwise.
    private final boolean templateFits;

    private NativeTokenizer(
            long handle, Vocabulary vocabulary, SpecialRule special, boolean templateFits, String description) {
        this.handle = handle;
        this.vocabulary = vocabulary;
        this.special = special;
        this.templateFits = templateFits;
        this.description = description;
    }

    /// What the template of a `tokenizer.json` puts around a text.
    ///
    /// @param ids in order
    record Template(List<Integer> ids) {
        boolean startsWith(OptionalInt id) {
            return id.isPresent() && !ids.isEmpty() && ids.getFirst() == id.getAsInt();
        }

        boolean endsWith(OptionalInt id) {
            return id.isPresent() && !ids.isEmpty() && ids.getLast() == id.getAsInt();
        }
    }

    /// Decides what comes around a text, once it is known what the template puts there.
    interface Rules {
        SpecialRule of(Template template);
    }

    /// Starts the library with the text of a `tokenizer.json`.
    ///
    /// @param path        the file that this comes from, for errors
    /// @param description how text is cut and where that was read
    /// @throws EngineException if the library refuses it, or this machine has none
    static NativeTokenizer start(String json, Path path, Vocabulary vocabulary, Rules rules, String description)
            throws EngineException {
        NativeLibrary.load();
        long handle = create(json, path);
        LIBRARY.disableTruncation(handle);
        LIBRARY.disablePadding(handle);
        Template template = new Template(tried(handle, path));
        SpecialRule special = rules.of(template);
        boolean fits = template.startsWith(special.bosId()) == special.bos().isFirst()
                && template.endsWith(special.eosId()) == special.eosLast();
        return new NativeTokenizer(handle, vocabulary, special, fits, description);
    }

    private static long create(String json, Path path) throws BadFileException {
        try {
            return LIBRARY.createTokenizerFromString(json);
        } catch (RuntimeException e) {
            // The library reports every refusal as a bare RuntimeException.
            throw new BadFileException(
                    path, "is no tokenizer that can be used (" + e.getMessage() + "): download it again.", e);
        }
    }

    /// Cuts a text with characters that hardly any vocabulary has: a vocabulary without a token for those fails.
    ///
    /// @return what the template makes of no text at all
    private static List<Integer> tried(long handle, Path path) throws BadFileException {
        try {
            List<Integer> _ = ids(handle, STRANGE);
            return ids(handle, "");
        } catch (RuntimeException e) {
            LIBRARY.deleteTokenizer(handle);
            throw new BadFileException(
                    path,
                    "cannot cut every text (" + e.getMessage() + "): it lacks a token for unknown characters.",
                    e);
        }
    }

    private static List<Integer> ids(long handle, String text) {
        long encoding = LIBRARY.encode(handle, text, true);
        try {
            List<Integer> ids = new ArrayList<>();
            for (long id : LIBRARY.getTokenIds(encoding)) {
                ids.add(Math.toIntExact(id));
            }
            return ids;
        } finally {
            LIBRARY.deleteEncoding(encoding);
        }
    }

    @Override
    public Encoding encode(String text, boolean withSpecialTokens) {
        boolean byTemplate = withSpecialTokens && templateFits;
        CodePoints points = CodePoints.of(text);
        Encoding encoding = use(tokenizer -> {
            long handleOfEncoding = LIBRARY.encode(tokenizer, points.wellFormed(), byTemplate);
            try {
                return encoding(
                        LIBRARY.getTokenIds(handleOfEncoding), LIBRARY.getTokenCharSpans(handleOfEncoding), points);
            } finally {
                LIBRARY.deleteEncoding(handleOfEncoding);
            }
        });
        return withSpecialTokens && !templateFits ? special.around(encoding, text.length()) : encoding;
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
        return special.bosId();
    }

    @Override
    public OptionalInt eosId() {
        return special.eosId();
    }

    @Override
    public BosRule bosRule() {
        return special.bos();
    }

    @Override
    public String description() {
        return description;
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
