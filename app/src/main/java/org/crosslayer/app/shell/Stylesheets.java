package org.crosslayer.app.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/// Where the style sheets lie: one for shapes and type, one a theme for colours. All are worn at all times; which
/// colours a part has is said by [org.crosslayer.app.control.Colours].
///
/// Every length in the first is meant for text of the usual size. For another size it is written anew with all
/// lengths multiplied, so that rows, columns and gaps grow with the words in them and nothing is cut.
final class Stylesheets {
    private static final int USUAL_PERCENT = 100;
    /// Lines and corners stay as thin as they are.
    private static final double LINE_PX = 2;

    private static final Pattern LENGTH = Pattern.compile("(?<![\\w#.-])(\\d+(?:\\.\\d+)?)(px)?(?=[\\s;,])");
    private static final Pattern SIZED = Pattern.compile(
            "(?m)(-(?:fx|cl)-[a-z-]*(?:size|padding|spacing|width|height|hgap|vgap|insets)\\s*:)([^;]*;)");
    private static final Pattern THIN = Pattern.compile("-fx-(?:border|background|stroke).*");

    private Stylesheets() {}

    /// @param percent the size of text
    static List<String> of(int percent) {
        String light = url("light").toExternalForm();
        String dark = url("dark").toExternalForm();
        URL shapes = url("workbench");
        return percent == USUAL_PERCENT
                ? List.of(shapes.toExternalForm(), light, dark)
                : List.of(asUrl(scaled(read(shapes), percent / (double) USUAL_PERCENT)), light, dark);
    }

    /// The sheet with every length of text and space multiplied; lines and corners stay.
    static String scaled(String sheet, double factor) {
        return SIZED.matcher(sheet).replaceAll(declaration -> {
            String name = declaration.group(1);
            String value = declaration.group(2);
            return java.util.regex.Matcher.quoteReplacement(
                    THIN.matcher(name).matches() ? name + value : name + multiplied(value, factor));
        });
    }

    private static String multiplied(String value, double factor) {
        return LENGTH.matcher(value).replaceAll(length -> {
            double px = Double.parseDouble(length.group(1));
            return String.format(Locale.ROOT, "%.1f", px < LINE_PX ? px : px * factor)
                    + Objects.requireNonNullElse(length.group(2), "");
        });
    }

    private static String asUrl(String sheet) {
        return "data:text/css;charset=UTF-8;base64,"
                + Base64.getEncoder().encodeToString(sheet.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(URL sheet) {
        try (InputStream in = sheet.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("a part of the program cannot be read", e);
        }
    }

    private static URL url(String name) {
        return Objects.requireNonNull(
                Stylesheets.class.getResource("/org/crosslayer/app/" + name + ".css"),
                name + ".css is missing from the program");
    }
}
