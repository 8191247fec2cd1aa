package org.crosslayer.app.shell;

import javafx.beans.property.BooleanProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.crosslayer.app.control.Pages;
import org.crosslayer.app.control.Term;

/// The centre: how evidence is gathered in one line; below it overview, evidence and details, with dividers that can
/// be dragged. Details fold to the line of their titles, which leaves the rest to what is above.
final class CentreView {
    private static final double OVERVIEW = 0.38;
    private static final double EVIDENCE = 0.78;
    private static final double OVERVIEW_WITHOUT_DETAILS = 0.5;

    private static final PseudoClass FOLDED = PseudoClass.getPseudoClass("folded");

    private final Pages details;
    private final SplitPane rows = new SplitPane();
    private final ScrollPane scroll = new ScrollPane(rows);
    private final VBox root = new VBox();
    private boolean isUnfolding;

    CentreView(Zones zones) {
        details = zones.details();
        rows.setId("centre-rows");
        rows.setOrientation(Orientation.VERTICAL);
        rows.getStyleClass().add("zones");
        rows.getItems().addAll(zones.overview().root(), zones.evidence().root());
        BodyView.fit(scroll);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        root.getChildren().addAll(zones.settings(), scroll);
        root.getStyleClass().add("evidence");
        details.root().getStyleClass().add("details");
        details.lead(fold());
        // In a low window the rows do not all fit: who unfolds the details wants to see them.
        rows.heightProperty().addListener((_, _, _) -> {
            if (isUnfolding) {
                isUnfolding = false;
                scroll.setVvalue(1);
            }
        });
        details.folded().addListener((_, _, _) -> place());
        place();
    }

    Node root() {
        return root;
    }

    /// Whether the details are folded to their titles.
    BooleanProperty folded() {
        return details.folded();
    }

    /// Where the dividers stand, as fractions of the height.
    double[] dividers() {
        return rows.getDividerPositions();
    }

    void setDividers(double... positions) {
        rows.setDividerPositions(positions);
    }

    private ToggleButton fold() {
        ToggleButton fold = new ToggleButton();
        fold.setId("details-fold");
        Region sign = new Region();
        sign.getStyleClass().setAll("sign", "sign-fold");
        fold.setGraphic(sign);
        fold.getStyleClass().addAll("icon-button", "fold");
        fold.setMinWidth(Region.USE_PREF_SIZE);
        fold.setAccessibleText("Fold the details to their titles");
        fold.setTooltip(Term.explanation("Folds the details to their titles, or unfolds them (Ctrl+Shift+D)."));
        fold.selectedProperty().bindBidirectional(details.folded());
        return fold;
    }

    private void place() {
        boolean isFolded = details.folded().get();
        rows.getItems().remove(details.root());
        root.getChildren().remove(details.root());
        details.root().pseudoClassStateChanged(FOLDED, isFolded);
        if (isFolded) {
            root.getChildren().add(details.root());
            rows.setDividerPositions(OVERVIEW_WITHOUT_DETAILS);
        } else {
            rows.getItems().add(details.root());
            rows.setDividerPositions(OVERVIEW, EVIDENCE);
            isUnfolding = true;
        }
    }
}
