package org.crosslayer.app.overview;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.crosslayer.app.task.LatestOnly;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.app.workspace.Analyst;
import org.crosslayer.app.workspace.EvidenceSettings;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.jspecify.annotations.Nullable;

/// What a page of the overview wants to know of the open model and text: asked while somebody looks, and anew when
/// they, or the way evidence is gathered, change.
///
/// @param <T> the answer
final class Inquiry<T> {
    /// What was asked.
    record Question(Subject subject, EvidenceSettings settings) {}

    /// What became of the question.
    enum State {
        UNASKED,
        ASKED,
        STOPPED,
        FAILED
    }

    /// How the engine answers, on its own thread.
    interface Answering<T> {
        T answer(
                Analyst analyst,
                List<int[]> windows,
                EvidenceSettings settings,
                Consumer<T> partial,
                Progress progress,
                Cancellation cancellation)
                throws EngineException;
    }

    /// What is asked, and how.
    ///
    /// @param title    of the job
    /// @param relevant settings as far as they make a difference; the others as they are usual
    /// @param windows  on how many an answer stands; one on fewer does not replace one on more, since a job
    ///                 that was interrupted begins again
    record Topic<T>(
            String title, UnaryOperator<EvidenceSettings> relevant, Answering<T> answering, ToIntFunction<T> windows) {}

    private final Workspace workspace;
    private final LatestOnly latest;
    private final Topic<T> topic;
    private final Runnable changed;
    private final BooleanProperty looking = new SimpleBooleanProperty();
    private State state = State.UNASKED;
    private @Nullable Question asked;
    private @Nullable T found;

    /// @param changed told after every question, answer and end
    Inquiry(Workspace workspace, TaskRunner runner, Topic<T> topic, Runnable changed) {
        this.workspace = workspace;
        this.latest = new LatestOnly(runner);
        this.topic = topic;
        this.changed = changed;
        workspace.subject().addListener((_, _, _) -> ask());
        workspace.evidence().settings().addListener((_, _, _) -> ask());
        looking.addListener((_, _, _) -> ask());
    }

    /// Whether somebody looks.
    BooleanProperty looking() {
        return looking;
    }

    State state() {
        return state;
    }

    /// The best answer so far; null while there is none.
    @Nullable
    T found() {
        return found;
    }

    private void ask() {
        @Nullable Subject subject = workspace.subject().get();
        Question question = subject == null
                ? null
                : new Question(
                        subject,
                        topic.relevant().apply(workspace.evidence().settings().get()));
        if (question == null || !question.equals(asked)) {
            latest.cancel();
            asked = null;
            found = null;
            state = State.UNASKED;
        }
        if (looking.get() && question != null && asked == null) {
            asked = question;
            state = State.ASKED;
            latest.submit(job(question));
        }
        changed.run();
    }

    private TaskSpec<T> job(Question question) {
        return TaskSpec.<T>of(
                        topic.title(),
                        Urgency.STUDY,
                        (progress, cancellation, partial) -> {
                            Subject subject = question.subject();
                            EvidenceSettings settings = question.settings();
                            List<int[]> windows =
                                    subject.analyst().windows(subject.text().toArray(), settings.protocol(subject));
                            return topic.answering()
                                    .answer(subject.analyst(), windows, settings, partial, progress, cancellation);
                        },
                        this::take,
                        this::fail)
                .whenCancelled(() -> end(State.STOPPED));
    }

    private void take(T answer) {
        T known = found;
        if (known == null
                || topic.windows().applyAsInt(known) <= topic.windows().applyAsInt(answer)) {
            found = answer;
            changed.run();
        }
    }

    private void fail(UserMessage message) {
        end(State.FAILED);
        workspace.failures(this::ask).accept(message);
    }

    private void end(State how) {
        asked = null;
        state = how;
        changed.run();
    }
}
