package org.crosslayer.app.workspace;

import java.util.Objects;
import java.util.function.Consumer;
import org.crosslayer.engine.error.EngineException;
import org.crosslayer.engine.evaluation.Protocol;
import org.crosslayer.engine.experiment.Experiment;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;
import org.jspecify.annotations.Nullable;

/// The experiment of a kind that was asked for last, kept until it has ended: a more urgent job may interrupt it,
/// and then it goes on where it stopped.
///
/// @param <O> what it is asked for with
/// @param <R> what it finds out
final class KeptExperiment<O, R> implements AutoCloseable {
    /// Begins an experiment.
    @FunctionalInterface
    interface Opening<O, R> {
        Experiment<R> open(int[] ids, Protocol protocol, O options) throws EngineException;
    }

    private record Question<O>(OpenText text, Protocol protocol, O options) {}

    private final Opening<O, R> opening;
    private @Nullable Question<O> question;
    private @Nullable Experiment<R> experiment;

    KeptExperiment(Opening<O, R> opening) {
        this.opening = opening;
    }

    /// Goes on with the experiment, or begins it if something else was asked for before.
    R run(
            OpenText text,
            Protocol protocol,
            O options,
            Consumer<R> partial,
            Progress progress,
            Cancellation cancellation)
            throws EngineException {
        Question<O> asked = new Question<>(text, protocol, options);
        if (!asked.equals(question)) {
            close();
            experiment = opening.open(text.toArray(), protocol, options);
            question = asked;
        }
        try {
            R result = Objects.requireNonNull(experiment).run(partial, progress, cancellation);
            close();
            return result;
        } catch (EngineException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        question = null;
        if (experiment != null) {
            experiment.close();
            experiment = null;
        }
    }
}
