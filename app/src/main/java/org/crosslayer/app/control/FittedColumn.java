package org.crosslayer.app.control;

import java.util.function.Supplier;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/// Lets a column be as wide as its heading and what stands below it, in whatever size the text has, and while the table
/// is ordered by it also as its arrow.
public final class FittedColumn {
    /// What a heading is smaller by than what stands below it, as the style sheet has them.
    private static final double BELOW = 12.0 / 11;
    /// What the style sheet leaves left and right of words of 11 pixels, with the lines around them; and its arrow.
    private static final double PADDING = 9.0 / 11;

    private static final double ARROW = 10.0 / 11;

    private final TableColumn<?, ?> column;
    private final Label heading;
    private final Supplier<String> widest;
    private boolean isOrdered;
    /// What the width was made for: numbers come again and again, and are as long as before.
    private @Nullable Measured measured;

    /// All that a width depends on.
    private record Measured(String heading, String widest, Font font, boolean ordered) {}

    private FittedColumn(TableColumn<?, ?> column, Label heading, Supplier<String> widest) {
        this.column = column;
        this.heading = heading;
        this.widest = widest;
        column.setGraphic(heading);
    }

    /// Gives a column this heading and its width.
    ///
    /// @param widest the longest of what stands below the heading; asked again when [#fit()] is called
    public static <S> FittedColumn of(
            TableView<S> table, TableColumn<S, ?> column, Label heading, Supplier<String> widest) {
        FittedColumn fitted = new FittedColumn(column, heading, widest);
        // The style sheet says how large it is.
        heading.fontProperty().addListener((_, _, _) -> fitted.fit());
        table.getSortOrder().addListener((ListChangeListener<TableColumn<S, ?>>) _ -> {
            fitted.isOrdered = table.getSortOrder().contains(column);
            fitted.fit();
        });
        fitted.fit();
        return fitted;
    }

    /// Measures again.
    public void fit() {
        Font font = heading.getFont();
        Measured now = new Measured(heading.getText(), widest.get(), font, isOrdered);
        if (now.equals(measured)) {
            return;
        }
        measured = now;
        double letters = Math.max(
                width(now.heading(), font), width(now.widest(), Font.font(font.getFamily(), BELOW * font.getSize())));
        double width = Math.ceil(letters + font.getSize() * (PADDING + (isOrdered ? ARROW : 0)));
        column.setMinWidth(width);
        column.setPrefWidth(width);
    }

    private static double width(String words, Font font) {
        Text text = new Text(words);
        text.setFont(font);
        return text.getLayoutBounds().getWidth();
    }
}
