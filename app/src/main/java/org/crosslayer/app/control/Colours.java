package org.crosslayer.app.control;

import java.util.ArrayList;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import org.jspecify.annotations.Nullable;

/// The colours that scenes have, part by part: a part has light ones, or dark ones while it has the pseudo-class
/// `dark`. Both are in the style sheets at all times, so that nothing is parsed where they change, and each part can
/// change in a frame of its own.
///
/// A part that comes into a scene later (a page, a card that was away) takes the colours that the scene has then.
public final class Colours {
    /// On parts that are dark.
    public static final PseudoClass DARK = PseudoClass.getPseudoClass("dark");
    /// What style sheets call a part.
    public static final String PART = "themed";

    private boolean isDark;

    /// Makes a node a part: it and all below it change their colours together.
    ///
    /// @return the node
    public static <N extends Node> N part(N node) {
        node.getStyleClass().add(PART);
        node.sceneProperty().subscribe(scene -> {
            @Nullable Colours colours = scene == null ? null : of(scene);
            if (colours != null) {
                colours.wear(node);
            }
        });
        return node;
    }

    /// The colours of a scene; null where it follows none.
    public static @Nullable Colours of(Scene scene) {
        return scene.getProperties().get(Colours.class) instanceof Colours colours ? colours : null;
    }

    /// All parts of a scene or below a node, the outer before those in it.
    public static List<Node> parts(Node below) {
        List<Node> parts = new ArrayList<>();
        collect(below, parts);
        return parts;
    }

    /// Lets a scene have these colours, now and whatever comes into it.
    public void dress(Scene scene) {
        scene.getProperties().put(Colours.class, this);
        parts(scene.getRoot()).forEach(this::wear);
    }

    /// What is worn from now on; parts that are there already keep what they have until they are told by [#wear].
    public void turn(boolean dark) {
        isDark = dark;
    }

    /// Whether dark is worn now.
    public boolean isDark() {
        return isDark;
    }

    /// Gives a part the colours of now.
    public void wear(Node part) {
        part.pseudoClassStateChanged(DARK, isDark);
    }

    private static void collect(Node node, List<Node> parts) {
        if (node.getStyleClass().contains(PART)) {
            parts.add(node);
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, parts));
        }
    }
}
