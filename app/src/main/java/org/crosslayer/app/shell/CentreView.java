package org.crosslayer.app.shell;

import java.util.ArrayList;
import java.util.List;
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
import org.crosslayer.app.control.Colours;
import org.crosslayer.app.control.Hint;
import org.crosslayer.app.control.Pages;
import org.jspecify.annotations.Nullable;

/// The centre: how evidence is gathered in one line; below it overview, evidence and details, with dividers that can
/// be dragged. Overview and details fold to the line of their titles, which leaves the rest to the others; where the
/// window is too low for all three, unfolding one of them folds the other.
final class CentreView {
    /// From this height on, three rows have room.
    private static final double ROOM_FOR_THREE = 727;

    private static final double OVERVIEW = 0.37;
    private static final double EVIDENCE = 0.73;
    private static final double HALF = 0.5;

    private static final PseudoClass FOLDED = PseudoClass.getPseudoClass("folded");

    private final Zones zones;
    private final Pages overview;
    private final Pages details;
    private final SplitPane rows = new SplitPane();
    private final ScrollPane scroll = new ScrollPane(rows);
    private final VBox root = new VBox();
    private boolean isMakingRoom;
    /// Folded to make room, not by choice: they come back once there is room.
    private @Nullable Pages putAway;

    CentreView(Zones zones) {
        this.zones = zones;
        overview = zones.overview();
        details = zones.details();
        rows.setId("centre-rows");
        rows.setOrientation(Orientation.VERTICAL);
        rows.getStyleClass().add("zones");
        BodyView.fit(scroll);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        root.getStyleClass().add("evidence");
        Node _ = Colours.part(zones.settings());
        details.root().getStyleClass().add("details");
        overview.lead(fold(overview, "overview-fold", "overview", ""));
        details.lead(fold(details, "details-fold", "details", " (Ctrl+Shift+D)"));
        overview.folded().addListener((_, _, isFolded) -> makeRoom(isFolded, details));
        details.folded().addListener((_, _, isFolded) -> makeRoom(isFolded, overview));
        root.heightProperty().addListener((_, before, now) -> {
            boolean hadRoom = before.doubleValue() >= ROOM_FOR_THREE;
            if (hasRoom() && !hadRoom && putAway != null) {
                putAway.folded().set(false);
            } else if (!hasRoom() && hadRoom && !details.folded().get()) {
                makeRoom(false, overview);
            }
        });
        place();
    }

    Region root() {
        return root;
    }

    /// Whether the details are folded to their titles.
    BooleanProperty folded() {
        return details.folded();
    }

    /// Whether the overview is folded to its titles.
    BooleanProperty overviewFolded() {
        return overview.folded();
    }

    /// Where the dividers stand, as fractions of the height.
    double[] dividers() {
        return rows.getDividerPositions();
    }

    void setDividers(double... positions) {
        rows.setDividerPositions(positions);
    }

    private static ToggleButton fold(Pages pages, String id, String what, String keys) {
        ToggleButton fold = new ToggleButton();
        fold.setId(id);
        Region sign = new Region();
        sign.getStyleClass().setAll("sign", "sign-fold");
        fold.setGraphic(sign);
        fold.getStyleClass().addAll("icon-button", "fold", id);
        fold.setMinWidth(Region.USE_PREF_SIZE);
        fold.setAccessibleText("Fold the " + what + " to their titles");
        Hint.set(fold, "Folds the " + what + " to the titles, or unfolds it" + keys + ".");
        fold.selectedProperty().bindBidirectional(pages.folded());
        return fold;
    }

    private boolean hasRoom() {
        return root.getHeight() == 0 || root.getHeight() >= ROOM_FOR_THREE;
    }

    /// Where the window is low, folds the other pages as some are unfolded, and brings them back as these are folded;
    /// then puts everything where it belongs.
    private void makeRoom(boolean isFolded, Pages other) {
        if (isMakingRoom) {
            return;
        }
        isMakingRoom = true;
        if (!isFolded && !hasRoom() && !other.folded().get()) {
            other.folded().set(true);
            putAway = other;
        } else if (isFolded && other.equals(putAway)) {
            other.folded().set(false);
            putAway = null;
        } else if (!isFolded) {
            putAway = null;
        }
        isMakingRoom = false;
        place();
    }

    private void place() {
        List<Node> unfolded = new ArrayList<>();
        List<Node> all = new ArrayList<>(List.of(zones.settings()));
        sort(overview, unfolded, all);
        unfolded.add(zones.evidence().root());
        all.add(scroll);
        sort(details, unfolded, all);
        // Out of both before it comes into either: a node has one parent.
        rows.getItems().retainAll(unfolded);
        root.getChildren().retainAll(all);
        Children.arrange(rows.getItems(), unfolded);
        Children.arrange(root.getChildren(), all);
        switch (unfolded.size()) {
            case 3 -> rows.setDividerPositions(OVERVIEW, EVIDENCE);
            case 2 -> rows.setDividerPositions(HALF);
            default -> {}
        }
    }

    private static void sort(Pages pages, List<Node> unfolded, List<Node> all) {
        boolean isFolded = pages.folded().get();
        pages.root().pseudoClassStateChanged(FOLDED, isFolded);
        (isFolded ? all : unfolded).add(pages.root());
    }
}
