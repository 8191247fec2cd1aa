package org.crosslayer.app.control;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Parts below one another, each as high as it wants to be; whatever room is left below them goes to one more, which
/// is not there where that is less than it needs.
public final class FillingColumn extends VBox {
    private final Region rest;

    /// @param parts what is always there, top down
    /// @param rest  what the room below them goes to, if it is as high as the least height of it
    public FillingColumn(List<? extends Node> parts, Region rest) {
        this.rest = rest;
        // The column asks for no room for it.
        rest.setManaged(false);
        getChildren().addAll(parts);
        getChildren().add(rest);
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        double width = getWidth() - snappedLeftInset() - snappedRightInset();
        double room = getHeight() - snappedBottomInset() - computePrefHeight(width) - getSpacing();
        boolean isRoom = room >= rest.minHeight(width);
        rest.setVisible(isRoom);
        if (isRoom) {
            double height = snapSizeY(room);
            rest.resizeRelocate(
                    snappedLeftInset(), getHeight() - snappedBottomInset() - height, snapSizeX(width), height);
        }
    }
}
