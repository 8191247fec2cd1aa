package org.crosslayer.viz.chart;

/// A point of a chart that somebody points at.
///
/// @param series the name of its series
/// @param point  the point
public record ChartChoice(String series, ChartSeries.Point point) {}
