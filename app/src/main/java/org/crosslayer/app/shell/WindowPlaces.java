package org.crosslayer.app.shell;

import java.util.List;
import javafx.geometry.Bounds;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;

/// Where windows go. The rules are functions of rectangles, so that screens which nobody has can be tried too.
final class WindowPlaces {
    /// So much of the title bar must be on a screen that it can be taken hold of.
    private static final double HOLD_WIDTH = 120;

    private static final double HOLD_HEIGHT = 28;

    private WindowPlaces() {}

    /// What the screens leave to windows, the main one first.
    static List<Rectangle2D> screens() {
        Rectangle2D primary = Screen.getPrimary().getVisualBounds();
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(primary),
                        Screen.getScreens().stream().map(Screen::getVisualBounds))
                .distinct()
                .toList();
    }

    /// The same place if its title bar can be seen and taken hold of on one of the screens, cut to the size of
    /// that screen; else the middle of the main screen.
    ///
    /// @param wanted  where the window was
    /// @param screens at least one, the main one first
    static Rectangle2D onScreen(Rectangle2D wanted, List<Rectangle2D> screens) {
        for (Rectangle2D screen : screens) {
            double shared = Math.min(wanted.getMaxX(), screen.getMaxX()) - Math.max(wanted.getMinX(), screen.getMinX());
            boolean isBarSeen =
                    wanted.getMinY() >= screen.getMinY() - 1 && wanted.getMinY() + HOLD_HEIGHT <= screen.getMaxY();
            if (shared >= Math.min(HOLD_WIDTH, wanted.getWidth()) && isBarSeen) {
                return new Rectangle2D(
                        wanted.getMinX(),
                        wanted.getMinY(),
                        Math.min(wanted.getWidth(), screen.getWidth()),
                        Math.min(wanted.getHeight(), screen.getHeight()));
            }
        }
        Rectangle2D main = screens.getFirst();
        double width = Math.min(wanted.getWidth(), main.getWidth());
        double height = Math.min(wanted.getHeight(), main.getHeight());
        return new Rectangle2D(
                main.getMinX() + (main.getWidth() - width) / 2,
                main.getMinY() + (main.getHeight() - height) / 2,
                width,
                height);
    }

    /// A place for a window that comes out of `origin`: on its screen, and whole.
    static Rectangle2D beside(Bounds origin, double width, double height, List<Rectangle2D> screens) {
        Rectangle2D screen = screens.stream()
                .filter(is -> is.contains(origin.getCenterX(), origin.getCenterY()))
                .findFirst()
                .orElse(screens.getFirst());
        double w = Math.min(width, screen.getWidth());
        double h = Math.min(height, screen.getHeight());
        return new Rectangle2D(
                Math.clamp(origin.getMinX() + HOLD_HEIGHT, screen.getMinX(), screen.getMaxX() - w),
                Math.clamp(origin.getMinY() + HOLD_HEIGHT, screen.getMinY(), screen.getMaxY() - h),
                w,
                h);
    }
}
