package org.crosslayer.app.workspace;

import org.crosslayer.engine.ModelSummary;
import org.crosslayer.engine.model.ModelConfig;

/// What is looked at: an open model and a text in its tokens. They change together, so that no pane ever mixes two.
///
/// @param analyst answers questions about the model
/// @param summary what the model is
/// @param device  where it runs, one line
/// @param text    the text
public record Subject(Analyst analyst, ModelSummary summary, String device, OpenText text) {
    public ModelConfig config() {
        return summary.config();
    }

    /// The same model with another text.
    public Subject with(OpenText other) {
        return new Subject(analyst, summary, device, other);
    }
}
