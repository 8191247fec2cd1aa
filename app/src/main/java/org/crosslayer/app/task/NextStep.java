package org.crosslayer.app.task;

/// Something that can be done about a message, as a button beside it.
///
/// @param id     for tests
/// @param words  of the button
/// @param action on the window's thread
public record NextStep(String id, String words, Runnable action) {}
