package org.crosslayer.engine.evaluation;

import java.util.List;

/// Text continued by the model.
///
/// @param promptIds    the prompt as given
/// @param generatedIds what came after it
/// @param text         the generated part as text
public record Generation(List<Integer> promptIds, List<Integer> generatedIds, String text) {
    public Generation {
        promptIds = List.copyOf(promptIds);
        generatedIds = List.copyOf(generatedIds);
    }
}
