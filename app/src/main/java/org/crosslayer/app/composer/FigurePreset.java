package org.crosslayer.app.composer;

import org.crosslayer.app.figure.SheetRecipe;

/// A size and style to come back to.
///
/// @param name  as its maker calls it
/// @param sheet what it sets
public record FigurePreset(String name, SheetRecipe sheet) {}
