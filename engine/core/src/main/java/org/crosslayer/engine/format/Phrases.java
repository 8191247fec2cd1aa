package org.crosslayer.engine.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Bits of sentences about files: short, on one line, whatever a damaged file holds.
final class Phrases {
    private static final int LONGEST = 80;

    private Phrases() {}

    /// A name or value from a file in quotes, control characters replaced and cut to a readable length.
    static String quoted(String text) {
        return "\"" + shortened(text).replaceAll("\\p{Cntrl}", "�") + "\"";
    }

    /// A value written out, cut to a readable length.
    static String shortened(Object value) {
        String text = value.toString();
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }

    /// Why a file operation failed, in lower-case words.
    static String reason(IOException e) {
        return switch (e) {
            case JsonProcessingException json ->
                lower(beforeColon(firstLine(json.getOriginalMessage())))
                        + (json.getLocation() == null
                                ? ""
                                : ", line " + json.getLocation().getLineNr() + ", column "
                                        + json.getLocation().getColumnNr());
            case AccessDeniedException _ -> "permission denied";
            // The system gives no words with this one.
            case NoSuchFileException _ -> "there is no such file or folder";
            case FileSystemException file -> lower(firstLine(file.getReason()));
            default -> lower(firstLine(e.getMessage()));
        };
    }

    /// What kind of JSON value this is, with its article.
    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case MISSING -> "nothing";
            default -> "null";
        };
    }

    /// A JSON value for a sentence: itself when short.
    static String value(JsonNode node) {
        String text = node.toString();
        return node.isValueNode() && text.length() <= LONGEST && text.chars().noneMatch(Character::isISOControl)
                ? text
                : kind(node);
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "no reason given" : message.lines().findFirst().orElse("no reason given");
    }

    /// Jackson says what is wrong, then a colon, then what its grammar would allow, which helps nobody here.
    private static String beforeColon(String message) {
        int colon = message.indexOf(": ");
        return colon < 0 ? message : message.substring(0, colon);
    }

    private static String lower(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
