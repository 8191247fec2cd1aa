package org.crosslayer.app.details;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import javafx.geometry.Point2D;
import javafx.scene.layout.Region;
import javafx.scene.shape.Path;
import javafx.scene.shape.PathElement;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;

/// A line of text that is shaped and wrapped as one, so that signs join and run from right to left where they do, with
/// shades behind the characters of each token.
///
/// The shade's colour says in which direction the loss has changed and its strength how much, in five steps, so that a
/// line has ten shapes at most. Beside the colour, tokens that have changed by half of the scale or more are
/// underlined: dearer ones through, cheaper ones dashed.
final class LossLine extends Region {
    private static final int STEPS = 5;
    /// Text stays at 4.5 to 1 and above on the strongest shade, in both themes.
    static final double STRONGEST = 0.5;

    private static final double UNDERLINED = 0.5;

    private final Text text = new Text();
    private final TextFlow flow = new TextFlow(text);
    private final List<Path> dearer = shades("loss-dearer");
    private final List<Path> cheaper = shades("loss-cheaper");
    private final Path through = path("loss-dearer-line");
    private final Path dashed = path("loss-cheaper-line");
    private final Path hoveredFrame = path("loss-hovered");
    private final Path lockedFrame = path("loss-locked");
    private TokenPlaces.@Nullable Line line;
    private Supplier<@Nullable LossText> losses = () -> null;
    private DoubleSupplier scale = () -> 1;
    private double wrap = -1;
    private boolean isPainted;
    private int hovered = LossTextView.NONE;
    private int locked = LossTextView.NONE;

    LossLine() {
        text.getStyleClass().add("loss-words");
        flow.setMouseTransparent(true);
        setPickOnBounds(true);
        // All shapes are there from the start: a line that scrolls into sight changes their outlines only.
        getChildren().addAll(dearer);
        getChildren().addAll(cheaper);
        getChildren().addAll(through, dashed, flow, hoveredFrame, lockedFrame);
    }

    /// Shows a line of a text.
    void show(TokenPlaces.Line next, Supplier<@Nullable LossText> of, DoubleSupplier strongest) {
        losses = of;
        scale = strongest;
        LossText now = of.get();
        if (!next.equals(line) && now != null) {
            text.setText(now.places().shown(next));
        }
        line = next;
        measure();
        repaint();
    }

    /// Wraps at a width.
    void wrapAt(double width) {
        if (width != wrap && width > 0) {
            wrap = width;
            measure();
            repaint();
        }
    }

    /// Paints the shades anew before the next frame.
    void repaint() {
        isPainted = false;
        requestLayout();
    }

    /// Frames the token under the pointer, and the locked one twice.
    void mark(int nowHovered, int nowLocked) {
        if (hovered != nowHovered || locked != nowLocked) {
            boolean hasChanged = isMine(hovered) || isMine(locked) || isMine(nowHovered) || isMine(nowLocked);
            hovered = nowHovered;
            locked = nowLocked;
            if (hasChanged && isPainted) {
                paintFrames();
            }
        }
    }

    /// The token at a place of this region.
    int tokenAt(double x, double y) {
        LossText now = losses.get();
        TokenPlaces.Line mine = line;
        if (now == null || mine == null) {
            return LossTextView.NONE;
        }
        int character = flow.getHitInfo(new Point2D(x, y)).getCharIndex();
        return now.places().tokenAt(mine, Math.clamp(character, 0, mine.end() - mine.start()));
    }

    @Override
    protected void layoutChildren() {
        flow.resizeRelocate(0, 0, getWidth(), getHeight());
        if (!isPainted) {
            isPainted = true;
            flow.layout();
            paint();
        }
    }

    private void measure() {
        if (wrap > 0 && line != null) {
            setPrefWidth(wrap);
            setMinWidth(wrap);
            double height = flow.prefHeight(wrap);
            setPrefHeight(height);
            setMinHeight(height);
        }
    }

    private boolean isMine(int token) {
        return line != null && token >= line.firstToken() && token < line.firstToken() + line.tokens();
    }

    private void paint() {
        List<List<PathElement>> dearerParts = steps();
        List<List<PathElement>> cheaperParts = steps();
        List<PathElement> throughParts = new ArrayList<>();
        List<PathElement> dashedParts = new ArrayList<>();
        LossText now = losses.get();
        TokenPlaces.Line mine = line;
        int end = now == null || mine == null ? 0 : mine.firstToken() + mine.tokens();
        for (int token = mine == null ? 0 : mine.firstToken(); now != null && mine != null && token < end; token++) {
            double size = now.change(token) / scale.getAsDouble();
            int from = now.places().start(token) - mine.start();
            int to = now.places().end(token) - mine.start();
            int step = (int) Math.min(STEPS, Math.ceil(Math.abs(size) * STEPS - 0.5));
            if (Double.isNaN(size) || step == 0 || to <= from) {
                continue;
            }
            Collections.addAll(
                    (size > 0 ? dearerParts : cheaperParts).get(step - 1), flow.getRangeShape(from, to, false));
            if (Math.abs(size) >= UNDERLINED) {
                Collections.addAll(size > 0 ? throughParts : dashedParts, flow.getUnderlineShape(from, to));
            }
        }
        for (int step = 0; step < STEPS; step++) {
            outline(dearer.get(step), dearerParts.get(step));
            outline(cheaper.get(step), cheaperParts.get(step));
        }
        outline(through, throughParts);
        outline(dashed, dashedParts);
        paintFrames();
    }

    private void paintFrames() {
        outline(hoveredFrame, shape(hovered));
        outline(lockedFrame, shape(locked));
    }

    /// Where a token of this line stands; empty for others.
    private List<PathElement> shape(int token) {
        LossText now = losses.get();
        TokenPlaces.Line mine = line;
        return now == null || mine == null || !isMine(token)
                ? List.of()
                : List.of(flow.getRangeShape(
                        now.places().start(token) - mine.start(), now.places().end(token) - mine.start(), false));
    }

    private static List<List<PathElement>> steps() {
        List<List<PathElement>> steps = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            steps.add(new ArrayList<>());
        }
        return steps;
    }

    private static List<Path> shades(String styleClass) {
        List<Path> shades = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            Path shade = path(styleClass);
            shade.setOpacity(STRONGEST * (step + 1) / STEPS);
            shades.add(shade);
        }
        return shades;
    }

    private static void outline(Path path, List<PathElement> elements) {
        if (!elements.isEmpty() || !path.getElements().isEmpty()) {
            path.getElements().setAll(elements);
        }
        path.setVisible(!elements.isEmpty());
    }

    private static Path path(String styleClass) {
        Path path = new Path();
        path.setManaged(false);
        path.setMouseTransparent(true);
        path.setVisible(false);
        path.getStyleClass().setAll(styleClass);
        return path;
    }
}
