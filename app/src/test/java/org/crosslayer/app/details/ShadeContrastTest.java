package org.crosslayer.app.details;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crosslayer.app.Wiring;
import org.crosslayer.viz.color.Rgb;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Words stay readable (WCAG 2 AA) on the strongest shade that says what a token costs.
class ShadeContrastTest {
    private static final double AA = 4.5;

    @ParameterizedTest
    @CsvSource({"light,dearer", "light,cheaper", "dark,dearer", "dark,cheaper"})
    void wordsStandOutFromTheStrongestShade(String theme, String shade) throws IOException {
        String sheet = sheet(theme);
        int text = colour(sheet, "-cl-text");
        int under = Rgb.mix(colour(sheet, "-cl-surface"), colour(sheet, "-cl-" + shade), LossLine.STRONGEST);
        double contrast = Rgb.contrast(text, under);
        assertTrue(contrast >= AA, "%s in %s: %.2f".formatted(shade, theme, contrast));
    }

    private static int colour(String sheet, String name) {
        Matcher matcher = Pattern.compile(name + ":\\s*#([0-9a-f]{6});").matcher(sheet);
        assertTrue(matcher.find(), name + " is missing");
        return 0xFF000000 | Integer.parseInt(matcher.group(1), 16);
    }

    private static String sheet(String theme) throws IOException {
        try (InputStream sheet = Objects.requireNonNull(Wiring.class.getResourceAsStream(theme + ".css"))) {
            return new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
