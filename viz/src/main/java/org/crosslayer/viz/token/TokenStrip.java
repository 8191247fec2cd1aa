package org.crosslayer.viz.token;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.FlowPane;
import org.crosslayer.viz.color.ColorMap;
import org.crosslayer.viz.color.ColorScale;
import org.crosslayer.viz.color.Rgb;
import org.jspecify.annotations.Nullable;

/// The tokens of a text in reading order, wrapped, each with a background shade.
///
/// Hovering (or the arrow keys) names a token and changes nothing else; a click or Enter locks one, the same again or
/// Escape releases it. A window shows the pattern of the locked query as shades. Style classes `cl-token-strip` and
/// `cl-token` with the pseudo-classes `hovered` and `locked`. Made for texts of up to a few thousand tokens.
public final class TokenStrip extends FlowPane {
    private static final PseudoClass HOVERED = PseudoClass.getPseudoClass("hovered");
    private static final PseudoClass LOCKED = PseudoClass.getPseudoClass("locked");
    private static final int DARK_TEXT = 0xFF1F2328;
    private static final int LIGHT_TEXT = 0xFFFFFFFF;

    private final ObjectProperty<List<String>> tokens = new SimpleObjectProperty<>(this, "tokens", List.of());
    private final ObjectProperty<List<Double>> shades = new SimpleObjectProperty<>(this, "shades", List.of());
    private final ObjectProperty<ColorScale> scale = new SimpleObjectProperty<>(
            this, "scale", new ColorScale(ColorMap.VIRIDIS, 0, 1, ColorScale.Transform.LINEAR, true));
    private final ObjectProperty<@Nullable Integer> hovered = new SimpleObjectProperty<>(this, "hovered");
    private final ObjectProperty<@Nullable Integer> locked = new SimpleObjectProperty<>(this, "locked");
    private final List<Label> labels = new ArrayList<>();

    /// An empty strip.
    public TokenStrip() {
        super(1, 2);
        getStyleClass().add("cl-token-strip");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.LIST_VIEW);
        setAccessibleText("Tokens");
        tokens.addListener((_, _, now) -> fill(now));
        shades.addListener((_, _, _) -> shade());
        scale.addListener((_, _, _) -> shade());
        hovered.addListener((_, before, now) -> mark(HOVERED, before, now));
        locked.addListener((_, before, now) -> mark(LOCKED, before, now));
        setOnMouseExited(_ -> hovered.set(null));
        setOnKeyPressed(this::key);
    }

    /// The tokens in order, as text; white space is made visible here.
    public ObjectProperty<List<String>> tokensProperty() {
        return tokens;
    }

    /// Shows other tokens, without shades, hovered or locked one.
    public void setTokens(List<String> texts) {
        tokens.set(List.copyOf(texts));
    }

    /// One value a token, painted as background by the scale; NaN and missing ones leave a token plain.
    public ObjectProperty<List<Double>> shadesProperty() {
        return shades;
    }

    /// How values become shades; viridis from 0 to 1 at first.
    public ObjectProperty<ColorScale> scaleProperty() {
        return scale;
    }

    /// Index of the token under the pointer or reached by keys; null for none.
    public ObjectProperty<@Nullable Integer> hoveredProperty() {
        return hovered;
    }

    /// Index of the locked token; null for none.
    public ObjectProperty<@Nullable Integer> lockedProperty() {
        return locked;
    }

    private void fill(List<String> texts) {
        hovered.set(null);
        locked.set(null);
        shades.set(List.of());
        labels.clear();
        for (int index = 0; index < texts.size(); index++) {
            labels.add(label(index, texts.get(index)));
        }
        getChildren().setAll(labels);
    }

    private Label label(int index, String text) {
        Label label = new Label(TokenText.visible(text));
        label.getStyleClass().add("cl-token");
        label.setMinWidth(USE_PREF_SIZE);
        label.setAccessibleText("token " + index + " " + text);
        label.setOnMouseEntered(_ -> hovered.set(index));
        label.setOnMouseClicked(event -> click(event, index));
        return label;
    }

    private void click(MouseEvent event, int index) {
        if (event.getButton() == MouseButton.PRIMARY) {
            requestFocus();
            toggle(index);
            event.consume();
        }
    }

    private void toggle(int index) {
        Integer now = locked.get();
        locked.set(now != null && now == index ? null : index);
    }

    private void key(KeyEvent event) {
        Integer at = hovered.get() == null ? locked.get() : hovered.get();
        int from = at == null ? -1 : at;
        switch (event.getCode()) {
            case LEFT -> hover(from - 1);
            case RIGHT -> hover(from + 1);
            case HOME -> hover(0);
            case END -> hover(labels.size() - 1);
            case ENTER, SPACE -> {
                if (at != null) {
                    toggle(at);
                }
            }
            case ESCAPE -> {
                if (locked.get() == null) {
                    return;
                }
                locked.set(null);
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void hover(int index) {
        if (!labels.isEmpty()) {
            int inside = Math.clamp(index, 0, labels.size() - 1);
            hovered.set(inside);
            setAccessibleText(labels.get(inside).getAccessibleText());
        }
    }

    private void mark(PseudoClass state, @Nullable Integer before, @Nullable Integer now) {
        mark(state, before, false);
        mark(state, now, true);
    }

    private void mark(PseudoClass state, @Nullable Integer index, boolean isOn) {
        if (index != null && index >= 0 && index < labels.size()) {
            Label label = labels.get(index);
            label.pseudoClassStateChanged(state, isOn);
            dress(index);
        }
    }

    private void shade() {
        for (int index = 0; index < labels.size(); index++) {
            dress(index);
        }
    }

    /// The style of one token: its shade with readable text on it, a frame when hovered or locked, a line under a
    /// locked one.
    private void dress(int index) {
        List<Double> values = shades.get();
        double value = index < values.size() ? values.get(index) : Double.NaN;
        StringBuilder style = new StringBuilder("-fx-padding:0 2 0 2;-fx-border-color:transparent;");
        if (!Double.isNaN(value)) {
            int argb = scale.get().argb(value);
            int text = Rgb.contrast(argb, DARK_TEXT) >= Rgb.contrast(argb, LIGHT_TEXT) ? DARK_TEXT : LIGHT_TEXT;
            style.append("-fx-background-color:").append(hex(argb));
            style.append(";-fx-text-fill:").append(hex(text)).append(';');
        }
        boolean isLocked = Integer.valueOf(index).equals(locked.get());
        boolean isHovered = Integer.valueOf(index).equals(hovered.get());
        if (isLocked || isHovered) {
            style.append("-fx-underline:").append(isLocked).append(";-fx-border-color:-fx-text-background-color;");
        }
        labels.get(index).setStyle(style.toString());
    }

    private static String hex(int argb) {
        return String.format("#%06x", argb & 0xFFFFFF);
    }
}
