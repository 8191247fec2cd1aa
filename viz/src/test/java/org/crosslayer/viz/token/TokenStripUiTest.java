package org.crosslayer.viz.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class TokenStripUiTest {
    private TokenStrip strip = new TokenStrip();

    @Start
    void start(Stage stage) {
        strip = new TokenStrip();
        strip.setTokens(List.of("The", " cat", " sat", "\n"));
        stage.setScene(new Scene(strip, 300, 100));
        stage.show();
    }

    @Test
    void hoverNamesATokenAndClickLocksAndReleasesIt(FxRobot robot) throws TimeoutException {
        robot.moveTo(strip.getChildren().get(1));
        until(() -> Integer.valueOf(1).equals(strip.hoveredProperty().get()));
        assertNull(strip.lockedProperty().get());
        robot.clickOn(strip.getChildren().get(2));
        until(() -> Integer.valueOf(2).equals(strip.lockedProperty().get()));
        robot.clickOn(strip.getChildren().get(2));
        until(() -> strip.lockedProperty().get() == null);
    }

    @Test
    void keysWalkTheTokensAndLockThem(FxRobot robot) throws TimeoutException {
        robot.moveTo(900, 900);
        until(() -> strip.hoveredProperty().get() == null);
        robot.interact(strip::requestFocus);
        robot.type(KeyCode.RIGHT).type(KeyCode.RIGHT).type(KeyCode.ENTER);
        until(() -> Integer.valueOf(1).equals(strip.lockedProperty().get()));
        assertEquals("token 1  cat", strip.getAccessibleText());
        robot.type(KeyCode.ESCAPE);
        until(() -> strip.lockedProperty().get() == null);
    }

    @Test
    void shadesArePaintedWithReadableText(FxRobot robot) {
        robot.interact(() -> strip.shadesProperty().set(List.of(0.0, 1.0)));
        assertTrue(strip.getChildren().get(0).getStyle().contains("-fx-background-color:#440154"));
        assertTrue(strip.getChildren().get(0).getStyle().contains("-fx-text-fill:#ffffff"));
        assertTrue(strip.getChildren().get(1).getStyle().contains("-fx-text-fill:#1f2328"));
        assertTrue(!strip.getChildren().get(2).getStyle().contains("background"));
    }

    @Test
    void whiteSpaceIsVisible() {
        assertEquals("␣the", TokenText.visible(" the"));
        assertEquals("↵↵", TokenText.visible("\n\r\n"));
        assertEquals("∅", TokenText.visible(""));
    }

    private static void until(Callable<Boolean> condition) throws TimeoutException {
        WaitForAsyncUtils.waitFor(10, TimeUnit.SECONDS, condition);
        WaitForAsyncUtils.waitForFxEvents();
    }
}
