package org.crosslayer.app.task;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.crosslayer.engine.error.BackendUnavailableException;
import org.crosslayer.engine.error.BadFileException;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.error.NotEnoughMemoryException;
import org.crosslayer.engine.error.NumericFaultException;
import org.crosslayer.engine.error.TooLittleTextException;
import org.crosslayer.engine.error.UnsupportedModelException;

/// Something the user must know, in words.
///
/// @param title        the kind of trouble in three words
/// @param whatHappened one sentence: what and where
/// @param whatToDo     what the user can do next
/// @param details      the stack trace of a bug, for a report; empty for expected trouble
/// @param nextSteps    what can be done about it at once
public record UserMessage(
        String title, String whatHappened, String whatToDo, String details, List<NextStep> nextSteps) {
    public UserMessage {
        nextSteps = List.copyOf(nextSteps);
    }

    /// A message without buttons of its own.
    public UserMessage(String title, String whatHappened, String whatToDo, String details) {
        this(title, whatHappened, whatToDo, details, List.of());
    }

    /// The same message with buttons.
    public UserMessage offering(NextStep... steps) {
        return new UserMessage(title, whatHappened, whatToDo, details, List.of(steps));
    }

    /// The words for an expected error. A new kind of error does not compile until it has its words here.
    public static UserMessage of(EngineException error) {
        String sentence = error.getMessage();
        return switch (error) {
            case BadFileException _ ->
                new UserMessage("File not usable", sentence, "Choose another one; what was open stays open.", "");
            case UnsupportedModelException _ ->
                new UserMessage("Model not supported", sentence, "What was open stays open.", "");
            case TooLittleTextException _ ->
                new UserMessage("Text too short", sentence, "What was open stays open.", "");
            case NotEnoughMemoryException _ -> new UserMessage("Not enough memory", sentence, "", "");
            case NumericFaultException _ ->
                new UserMessage("Not a number", sentence, "Check the model's files against their source.", "");
            case BackendUnavailableException _ -> new UserMessage("Device not available", sentence, "", "");
        };
    }

    /// The words for a fault of the program.
    public static UserMessage ofBug(Throwable fault) {
        StringWriter trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace));
        String what = fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
        return new UserMessage(
                "Unexpected fault",
                "Something went wrong inside Crosslayer: " + what + ".",
                "You can go on working; please report it with the details.",
                trace.toString());
    }

    /// True if this is a fault of the program and not expected trouble.
    public boolean isBug() {
        return !details.isEmpty();
    }
}
