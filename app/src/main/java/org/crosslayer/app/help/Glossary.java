package org.crosslayer.app.help;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The words of the program, read from `docs/glossary.md`, which is part of the program: a paragraph that begins
/// with a bold word explains it, and every other bold word in it too.
public final class Glossary {
    private static final Pattern BOLD = Pattern.compile("\\*\\*(.+?)\\*\\*");
    private static final Pattern LINK = Pattern.compile("\\s*\\[[^]]*]\\([^)]*\\)\\.?");
    private static final int LONGEST_RELATED = 6;

    /// An explained word.
    ///
    /// @param word    as the glossary has it
    /// @param meaning in plain text
    /// @param section the heading that it stands under
    public record Entry(String word, String meaning, String section) {}

    private final List<Entry> entries = new ArrayList<>();
    /// In small letters; the longest first, so that *paired interval* comes before *interval*.
    private final Map<String, Entry> byWord = new TreeMap<>((one, other) ->
            one.length() == other.length() ? one.compareTo(other) : Integer.compare(other.length(), one.length()));

    private Glossary(String markdown) {
        String section = "";
        for (String paragraph : paragraphs(markdown)) {
            if (paragraph.startsWith("## ")) {
                section = paragraph.substring(3).strip();
            } else if (paragraph.startsWith("**")) {
                read(paragraph, section);
            }
        }
    }

    /// The program's own.
    public static Glossary open() {
        try (InputStream in = Glossary.class.getResourceAsStream("glossary.md")) {
            return of(new String(Objects.requireNonNull(in, "glossary.md").readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("a part of the program cannot be read", e);
        }
    }

    static Glossary of(String markdown) {
        return new Glossary(markdown);
    }

    /// All, in the order in which one needs them.
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /// Entries for the words that occur in a text, at most six, those of the longest words first.
    public List<Entry> about(String text) {
        String sought = text.toLowerCase(Locale.ROOT);
        Map<String, Entry> found = new LinkedHashMap<>();
        byWord.forEach((word, entry) -> {
            if (found.size() < LONGEST_RELATED && occurs(word, sought)) {
                found.putIfAbsent(entry.word(), entry);
            }
        });
        return List.copyOf(found.values());
    }

    /// Entries whose word or meaning has these letters.
    public List<Entry> search(String query) {
        String sought = query.strip().toLowerCase(Locale.ROOT);
        Stream<Entry> byName = entries.stream()
                .filter(entry -> entry.word().toLowerCase(Locale.ROOT).contains(sought));
        Stream<Entry> byMeaning = entries.stream()
                .filter(entry -> !entry.word().toLowerCase(Locale.ROOT).contains(sought)
                        && entry.meaning().toLowerCase(Locale.ROOT).contains(sought));
        return Stream.concat(byName, byMeaning).toList();
    }

    private void read(String paragraph, String section) {
        Matcher bold = BOLD.matcher(paragraph);
        List<String> words = new ArrayList<>();
        while (bold.find()) {
            words.add(bold.group(1).replaceAll("\\.$", ""));
        }
        Entry entry = new Entry(words.getFirst(), plain(paragraph.replaceFirst("^\\*\\*.+?\\*\\*\\s*", "")), section);
        entries.add(entry);
        for (String group : words) {
            Arrays.stream(group.split("[,/]"))
                    .map(word -> word.strip().toLowerCase(Locale.ROOT))
                    .filter(word -> !word.isEmpty())
                    .forEach(word -> byWord.putIfAbsent(word, entry));
        }
    }

    /// A whole word, also in its plural.
    private static boolean occurs(String word, String text) {
        return Pattern.compile("(?<![\\p{L}\\d])" + Pattern.quote(word) + "(?:s|es|ed)?(?![\\p{L}\\d])")
                .matcher(text)
                .find();
    }

    /// Lists belong to the paragraph before.
    private static Collection<String> paragraphs(String markdown) {
        return Arrays.asList(markdown.replaceAll("\\n\\n- ", "\n- ").split("\\n\\s*\\n"));
    }

    private static String plain(String markdown) {
        return LINK.matcher(markdown)
                .replaceAll("")
                .replaceAll("\\n- ", "\n• ")
                .replaceAll("(?<!\\n)\\n(?!•)", " ")
                .replaceAll("\\s*\\n• ", "\n• ")
                .replace("**", "")
                .replaceAll("(?<![\\w*])\\*(\\S(?:[^*]*\\S)?)\\*(?!\\w)", "$1")
                .replace("`", "")
                .strip();
    }
}
