package org.crosslayer.viz.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.scene.Scene;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class ProfileViewUiTest {
    @ParameterizedTest
    @EnumSource(ProfileView.Kind.class)
    void highlightedPositionsHaveTheirOwnColour(ProfileView.Kind kind) {
        Profile profile = new Profile("layer", "Δ perplexity", List.of(1.0, Double.NaN, 3.0, 2.0), Set.of(2));
        WritableImage image = WaitForAsyncUtils.waitForAsyncFx(10_000, () -> {
            ProfileView view = new ProfileView(kind);
            view.profileProperty().set(profile);
            Scene scene = new Scene(view, 400, 240);
            Stage stage = new Stage();
            stage.setScene(scene);
            stage.show();
            assertEquals("Δ perplexity for 4 positions; largest at layer 2: 3", view.getAccessibleText());
            WritableImage picture = scene.snapshot(null);
            stage.close();
            return picture;
        });
        Set<Integer> colors = colorsOf(image);
        assertTrue(colors.contains(ChartColors.LIGHT.series()), "usual values are drawn");
        assertTrue(colors.contains(ChartColors.LIGHT.highlight()), "highlighted values are drawn");
    }

    private static Set<Integer> colorsOf(WritableImage image) {
        PixelReader reader = image.getPixelReader();
        Set<Integer> colors = new HashSet<>();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                colors.add(reader.getArgb(x, y));
            }
        }
        return colors;
    }
}
