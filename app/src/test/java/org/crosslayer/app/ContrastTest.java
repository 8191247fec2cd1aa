package org.crosslayer.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.paint.Color;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every text colour stands out from every surface that it is used on, as WCAG 2 AA asks for text of normal size.
class ContrastTest {
    private static final double AA = 4.5;
    private static final Pattern COLOUR = Pattern.compile("(-cl-[a-z-]+):\\s*(#[0-9a-f]{6});");

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void textCanBeReadOnItsSurfaces(String theme) throws IOException {
        Map<String, Color> colours = colours(theme);
        for (String text : new String[] {"-cl-text", "-cl-quiet", "-cl-accent", "-cl-good", "-cl-bad"}) {
            expect(colours, text, "-cl-surface");
        }
        for (String surface : new String[] {"-cl-window", "-cl-sunken", "-cl-accent-soft", "-cl-warning"}) {
            expect(colours, "-cl-text", surface);
        }
        for (String surface : new String[] {"-cl-sunken", "-cl-accent-soft", "-cl-window"}) {
            expect(colours, "-cl-quiet", surface);
        }
        expect(colours, "-cl-bad", "-cl-accent-soft");
        expect(colours, "-cl-bad", "-cl-sunken");
        expect(colours, "-cl-good", "-cl-accent-soft");
        expect(colours, "-cl-on-accent", "-cl-copy");
        expect(colours, "-cl-on-accent", "-cl-aligned");
        expect(colours, "-cl-on-accent", "-cl-lisa");
        expect(colours, "-cl-bad", "-cl-surface");
        expect(colours, "-cl-surface", "-cl-quiet");
        expect(colours, "-cl-text", "-cl-line");
        expect(colours, "-cl-quiet", "-cl-line");
    }

    private static void expect(Map<String, Color> colours, String text, String surface) {
        double contrast = contrast(named(colours, text), named(colours, surface));
        assertTrue(contrast >= AA, "%s on %s: %.2f".formatted(text, surface, contrast));
    }

    private static Color named(Map<String, Color> colours, String name) {
        return Objects.requireNonNull(colours.get(name), name + " is missing");
    }

    /// `(L1 + 0.05) / (L2 + 0.05)` with relative luminance, WCAG 2.
    private static double contrast(Color one, Color other) {
        double lighter = Math.max(luminance(one), luminance(other));
        double darker = Math.min(luminance(one), luminance(other));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    private static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }

    private static Map<String, Color> colours(String theme) throws IOException {
        Map<String, Color> colours = new HashMap<>();
        try (InputStream sheet = ContrastTest.class.getResourceAsStream(theme + ".css")) {
            if (sheet == null) {
                throw new IOException(theme + ".css is missing");
            }
            Matcher matcher = COLOUR.matcher(new String(sheet.readAllBytes(), StandardCharsets.UTF_8));
            while (matcher.find()) {
                colours.put(matcher.group(1), Color.web(matcher.group(2)));
            }
        }
        return colours;
    }
}
