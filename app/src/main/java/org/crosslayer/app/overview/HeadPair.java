package org.crosslayer.app.overview;

/// Two heads of the model, counted through all layers from 0: head h of layer l is `l · nHeads + h`.
///
/// @param row    the one that a row of the picture shows
/// @param column the one that a column shows
public record HeadPair(int row, int column) {}
