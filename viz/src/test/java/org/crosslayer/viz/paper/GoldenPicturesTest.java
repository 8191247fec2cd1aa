package org.crosslayer.viz.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each kind of figure against a picture of it that somebody has looked at, see [GoldenPictures].
class GoldenPicturesTest {
    /// Of 255, mean over all channels of all pixels: what another way of smoothing letters makes.
    private static final double TOLERANCE = 1.0;

    @TempDir
    private Path folder;

    static Set<String> kinds() {
        return GoldenPictures.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aFigureLooksAsItDid(String kind) throws IOException {
        BufferedImage golden = golden(kind);
        BufferedImage now = drawn(kind);
        assertThat(now.getWidth()).isEqualTo(golden.getWidth());
        assertThat(now.getHeight()).isEqualTo(golden.getHeight());
        double difference = Pdfs.meanDifference(golden, now);
        if (difference > TOLERANCE) {
            Path kept = Files.createDirectories(Path.of("target", "pictures-that-differ"));
            ImageIO.write(now, "png", kept.resolve(kind + ".png").toFile());
        }
        assertThat(difference)
                .as("%s; if it is to look so, see target/pictures-that-differ and GoldenPictures", kind)
                .isLessThan(TOLERANCE);
    }

    /// A tolerance that lets everything pass would prove nothing: labels shifted by a line, another colour map and
    /// a single missing legend all lie beyond it.
    @Test
    void theToleranceTellsPicturesApart() throws IOException {
        BufferedImage profile = golden("profile");
        BufferedImage shifted = new BufferedImage(profile.getWidth(), profile.getHeight(), BufferedImage.TYPE_INT_RGB);
        shifted.createGraphics().drawImage(profile, 0, 3, null);
        assertThat(Pdfs.meanDifference(profile, shifted)).isGreaterThan(TOLERANCE);
        BufferedImage cut = golden("scatter");
        cut.createGraphics().clearRect(0, 0, cut.getWidth(), 14);
        assertThat(Pdfs.meanDifference(golden("scatter"), cut)).isGreaterThan(TOLERANCE);
    }

    private BufferedImage drawn(String kind) throws IOException {
        Path file = folder.resolve(kind + ".png");
        PaperFormat.PNG.write(Objects.requireNonNull(GoldenPictures.all().get(kind)), GoldenPictures.DPI, file);
        return ImageIO.read(file.toFile());
    }

    private static BufferedImage golden(String kind) throws IOException {
        try (InputStream in = GoldenPicturesTest.class.getResourceAsStream("golden/" + kind + ".png")) {
            return ImageIO.read(Objects.requireNonNull(in, kind));
        }
    }
}
