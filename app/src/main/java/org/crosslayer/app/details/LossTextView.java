package org.crosslayer.app.details;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/// A long text with a shade behind every token; only the lines that are seen exist.
///
/// Pointing at a token, or moving to it with the arrow keys, names it and changes nothing else; a click or Enter locks
/// it; the same again, or Escape, releases it.
final class LossTextView {
    /// No token.
    static final int NONE = -1;
    /// Room for the scroll bar and the cell's padding.
    private static final double MARGIN_PX = 26;

    private final ListView<TokenPlaces.Line> view = new ListView<>();
    /// As many as are seen at once, and a few; they are used again and again.
    private final List<LineCell> cells = new ArrayList<>();

    private final ReadOnlyIntegerWrapper hovered = new ReadOnlyIntegerWrapper(this, "hovered", NONE);
    private final IntegerProperty locked = new SimpleIntegerProperty(this, "locked", NONE);
    private final IntConsumer onChosen;
    private @Nullable LossText text;
    private double scale = 1;

    /// @param onChosen hears of the token that is clicked, or entered
    LossTextView(String id, IntConsumer onChosen) {
        this.onChosen = onChosen;
        view.setId(id);
        view.getStyleClass().add("loss-text");
        view.setAccessibleRole(AccessibleRole.LIST_VIEW);
        view.setAccessibleText("Text with what each token costs");
        view.setCellFactory(_ -> new LineCell());
        view.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        view.setOnMouseExited(_ -> hovered.set(NONE));
        hovered.addListener((_, _, _) -> redrawMarks());
        locked.addListener((_, _, token) -> {
            redrawMarks();
            reveal(token.intValue());
        });
    }

    Node root() {
        return view;
    }

    /// The token under the pointer or reached by keys; [#NONE] for none.
    ReadOnlyIntegerProperty hovered() {
        return hovered.getReadOnlyProperty();
    }

    /// The token that is locked; [#NONE] for none.
    IntegerProperty locked() {
        return locked;
    }

    /// Shows other losses; where the text is the same, it stays where it is scrolled to.
    void show(@Nullable LossText next) {
        boolean isSame = next != null && text != null && next.places() == text.places();
        text = next;
        if (isSame) {
            redraw();
        } else {
            hovered.set(NONE);
            view.getItems().setAll(next == null ? List.of() : next.places().lines());
        }
    }

    /// The change in nats that gets the strongest colour.
    void scale(double nats) {
        scale = nats;
        redraw();
    }

    /// Scrolls until a token is seen, unless it is.
    void reveal(int token) {
        LossText now = text;
        if (now != null && token >= 0 && token < now.places().count() && !isSeen(token)) {
            view.scrollTo(Math.max(0, now.places().lineOf(token) - 1));
        }
    }

    private boolean isSeen(int token) {
        return cells.stream().anyMatch(cell -> cell.isVisible() && cell.getScene() != null && cell.holds(token));
    }

    private void redraw() {
        cells.forEach(cell -> cell.line.repaint());
    }

    private void redrawMarks() {
        cells.forEach(cell -> cell.line.mark(hovered.get(), locked.get()));
    }

    private void key(KeyEvent event) {
        LossText now = text;
        if (now == null || now.places().count() == 0) {
            return;
        }
        int from = hovered.get() != NONE ? hovered.get() : locked.get();
        switch (event.getCode()) {
            case LEFT -> move(now, from - 1);
            case RIGHT -> move(now, from + 1);
            case UP -> move(now, inLine(now, from, -1));
            case DOWN -> move(now, inLine(now, from, 1));
            case HOME -> move(now, 0);
            case END -> move(now, now.places().count() - 1);
            case ENTER, SPACE -> {
                if (from != NONE) {
                    onChosen.accept(from);
                }
            }
            case ESCAPE -> {
                if (locked.get() == NONE) {
                    return;
                }
                onChosen.accept(locked.get());
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void move(LossText now, int token) {
        int inside = Math.clamp(token, 0, now.places().count() - 1);
        hovered.set(inside);
        reveal(inside);
    }

    /// The first token of the line above or below.
    private static int inLine(LossText now, int from, int step) {
        List<TokenPlaces.Line> lines = now.places().lines();
        int line = from == NONE ? 0 : now.places().lineOf(from) + step;
        return lines.get(Math.clamp(line, 0, lines.size() - 1)).firstToken();
    }

    /// One line of the text.
    private final class LineCell extends ListCell<TokenPlaces.Line> {
        private final LossLine line = new LossLine();

        LineCell() {
            cells.add(this);
            setPrefWidth(0);
            line.setOnMouseMoved(event -> hovered.set(line.tokenAt(event.getX(), event.getY())));
            line.setOnMouseClicked(event -> {
                int token = line.tokenAt(event.getX(), event.getY());
                if (token != NONE) {
                    view.requestFocus();
                    onChosen.accept(token);
                }
            });
            view.widthProperty().addListener((_, _, width) -> line.wrapAt(width.doubleValue() - MARGIN_PX));
        }

        boolean holds(int token) {
            TokenPlaces.Line now = getItem();
            return now != null && token >= now.firstToken() && token < now.firstToken() + now.tokens();
        }

        @Override
        protected void updateItem(TokenPlaces.@Nullable Line item, boolean isEmpty) {
            super.updateItem(item, isEmpty);
            LossText now = text;
            if (item == null || isEmpty || now == null) {
                setGraphic(null);
                setAccessibleText("");
                return;
            }
            line.wrapAt(view.getWidth() - MARGIN_PX);
            line.show(item, () -> text, () -> scale);
            line.mark(hovered.get(), locked.get());
            setGraphic(line);
            setAccessibleText(now.places().shown(item));
        }
    }
}
