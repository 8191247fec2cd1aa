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
/// @param nextSteps    what whoever tells it can do about it at once
/// @param remedies     commands of the window that help
public record UserMessage(
        String title,
        String whatHappened,
        String whatToDo,
        String details,
        List<NextStep> nextSteps,
        List<Remedy> remedies) {
    public UserMessage {
        nextSteps = List.copyOf(nextSteps);
        remedies = List.copyOf(remedies);
    }

    /// A message without buttons of its own.
    public UserMessage(String title, String whatHappened, String whatToDo, String details) {
        this(title, whatHappened, whatToDo, details, List.of(), List.of());
    }

    /// The same message with buttons.
    public UserMessage offering(NextStep... steps) {
        return new UserMessage(title, whatHappened, whatToDo, details, List.of(steps), remedies);
    }

    /// The same message with commands that help; one that has some of its kind keeps those.
    public UserMessage remedied(Remedy... by) {
        return remedies.isEmpty()
                ? new UserMessage(title, whatHappened, whatToDo, details, nextSteps, List.of(by))
                : this;
    }

    /// The same message of a job that failed, with a way to try again.
    ///
    /// @param again asks for the same as things are then, which need not be as they were
    /// @param by    commands that help where the kind of trouble names none; the log where nobody does
    public UserMessage retriedBy(Runnable again, Remedy... by) {
        return remedied(by.length == 0 ? new Remedy[] {Remedy.LOG} : by)
                .offering(new NextStep("retry", "Try again", again));
    }

    /// The words for an expected error. A new kind of error does not compile until it has its words here.
    public static UserMessage of(EngineException error) {
        String sentence = error.getMessage();
        return switch (error) {
            case BadFileException _ ->
                // Which file it is, and so which other one would help, knows whoever asked.
                new UserMessage("File not usable", sentence, "Choose another one; what was open stays open.", "");
            case UnsupportedModelException _ ->
                new UserMessage("Model not supported", sentence, "What was open stays open.", "")
                        .remedied(Remedy.OTHER_MODEL);
            case TooLittleTextException _ ->
                new UserMessage("Text too short", sentence, "What was open stays open.", "")
                        .remedied(Remedy.OTHER_TEXT);
            case NotEnoughMemoryException _ ->
                new UserMessage("Not enough memory", sentence, "", "").remedied(Remedy.BUDGET);
            case NumericFaultException _ ->
                new UserMessage("Not a number", sentence, "Check the model's files against their source.", "")
                        .remedied(Remedy.INSPECT);
            case BackendUnavailableException _ ->
                new UserMessage("Device not available", sentence, "", "").remedied(Remedy.LOG);
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
                trace.toString(),
                List.of(),
                List.of(Remedy.LOG));
    }

    /// True if this is a fault of the program and not expected trouble.
    public boolean isBug() {
        return !details.isEmpty();
    }
}
