package org.crosslayer.viz.color;

/// A round value on an axis.
///
/// @param value    in the units of the axis
/// @param position from 0 (low end) to 1 (high end)
/// @param label    the value in a neutral locale, as short as its step allows
public record Tick(double value, double position, String label) {}
