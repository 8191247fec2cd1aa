package org.crosslayer.engine.evaluation;

/// A confidence interval.
///
/// @param low   lower end
/// @param high  upper end
/// @param level such as 0.95
public record Interval(double low, double high, double level) {}
