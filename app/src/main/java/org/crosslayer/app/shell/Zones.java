package org.crosslayer.app.shell;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import org.crosslayer.app.control.Pages;

/// What stands where, from left to right: subject, evidence, action.
///
/// @param subject  what is open
/// @param settings the centre, at the top: how evidence is gathered
/// @param overview the centre, above: all layers and heads at once
/// @param evidence the centre, in the middle: a few of them closely
/// @param details  the centre, below: tables, text, history, log; may be folded to its titles
/// @param action   what can be done, and what it costs
public record Zones(Region subject, Node settings, Pages overview, Pages evidence, Pages details, List<Node> action) {
    public Zones {
        action = List.copyOf(action);
    }
}
