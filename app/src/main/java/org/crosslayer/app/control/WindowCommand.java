package org.crosslayer.app.control;

import java.util.function.Consumer;
import javafx.stage.Window;

/// Something that a pane adds to the menu.
///
/// @param id       for tests; the menu item's is `menu-` and this
/// @param words    as the menu shows it, `_` before the letter that chooses it
/// @param shortcut such as `Shortcut+I`
/// @param action   told the window that it was chosen in
public record WindowCommand(String id, String words, String shortcut, Consumer<Window> action) {}
