package org.crosslayer.app.workspace;

import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.similarity.HeadMode;
import org.crosslayer.engine.similarity.LogBase;
import org.crosslayer.engine.similarity.Metric;
import org.crosslayer.engine.similarity.SimilarityOptions;
import org.crosslayer.engine.similarity.SinkHandling;

/// How the evidence is gathered: everything that decides what the numbers of overview, tables and their figures mean.
///
/// @param metric     the comparison
/// @param heads      what becomes of the heads where layers are compared
/// @param sink       what becomes of the first key
/// @param window     tokens of a window, at least 4; a shorter text is one window
/// @param maxWindows most windows of the text, at least 1
public record EvidenceSettings(Metric metric, HeadMode heads, SinkHandling sink, int window, int maxWindows) {
    /// Similarity settles after a few short windows: attention far back matters little for the mean over rows.
    public static final EvidenceSettings DEFAULT =
            new EvidenceSettings(Metric.JSD, HeadMode.MEAN, SinkHandling.KEEP, 256, 16);

    public EvidenceSettings {
        if (window < Sampling.SHORTEST_WINDOW || maxWindows < 1) {
            throw new IllegalArgumentException(maxWindows + " windows of " + window + " tokens");
        }
    }

    /// The same with another comparison.
    public EvidenceSettings with(Metric other) {
        return new EvidenceSettings(other, heads, sink, window, maxWindows);
    }

    /// The same with the heads treated otherwise.
    public EvidenceSettings with(HeadMode other) {
        return new EvidenceSettings(metric, other, sink, window, maxWindows);
    }

    /// The same with the first key treated otherwise.
    public EvidenceSettings with(SinkHandling other) {
        return new EvidenceSettings(metric, heads, other, window, maxWindows);
    }

    /// The same on another part of the text.
    public EvidenceSettings reading(int windows, int tokens) {
        return new EvidenceSettings(metric, heads, sink, tokens, windows);
    }

    /// What the engine is asked.
    public SimilarityOptions options() {
        return new SimilarityOptions(metric, heads, LogBase.E, sink);
    }

    /// How the text is cut.
    public Protocol protocol(Subject subject) {
        return Sampling.evidence(subject, window, maxWindows);
    }

    /// Text and sample size, for captions: `“text.txt” · 16 windows of 256 tokens`.
    public String sample(Subject subject, int windows) {
        return "“" + subject.text().name() + "” · " + windows + (windows == 1 ? " window of " : " windows of ")
                + protocol(subject).window() + " tokens";
    }
}
