package org.crosslayer.app.generation;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.crosslayer.app.control.Numbers;
import org.crosslayer.app.task.Job;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.app.workspace.CommandLines;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.evaluation.GenerationOptions;
import org.crosslayer.engine.evaluation.PairedGeneration;
import org.crosslayer.engine.model.AttentionPlan;
import org.jspecify.annotations.Nullable;

/// The same prompt continued without sharing and under the plan, token by token.
public final class GenerationViewModel {
    /// Characters of the open text that a prompt begins with.
    private static final int PROMPT = 200;

    private static final int USUAL_TOKENS = 64;

    private final Workspace workspace;
    private final TaskRunner runner;
    private final StringProperty prompt = new SimpleStringProperty("");
    private final IntegerProperty tokens = new SimpleIntegerProperty(USUAL_TOKENS);
    private final ObjectProperty<Double> temperature = new SimpleObjectProperty<>(0.0);
    private final IntegerProperty seed = new SimpleIntegerProperty();
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<@Nullable PairedGeneration> result = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper planWords = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper status = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper conditions = new ReadOnlyStringWrapper("");
    private String offered = "";
    private @Nullable AttentionPlan shown;
    private @Nullable Job job;

    public GenerationViewModel(Workspace workspace, TaskRunner runner) {
        this.workspace = workspace;
        this.runner = runner;
        workspace.subject().addListener((_, _, subject) -> begin(subject));
        workspace.plan().plan().addListener((_, _, _) -> name());
        name();
    }

    /// What is continued; the beginning of the open text until the user writes another.
    public StringProperty prompt() {
        return prompt;
    }

    /// Tokens to generate at most.
    public IntegerProperty tokens() {
        return tokens;
    }

    /// 0 takes the likeliest token each time; above, one is drawn.
    public ObjectProperty<Double> temperature() {
        return temperature;
    }

    /// Of the dice, which are the same on both sides.
    public IntegerProperty seed() {
        return seed;
    }

    /// True while text is being written.
    public ReadOnlyBooleanProperty running() {
        return running.getReadOnlyProperty();
    }

    /// Both texts as far as they are; null before the first token.
    public ReadOnlyObjectProperty<@Nullable PairedGeneration> result() {
        return result.getReadOnlyProperty();
    }

    /// What the plan's side is, such as `plan: 9 layers share`, and whether the plan has changed since.
    public ReadOnlyStringProperty planWords() {
        return planWords.getReadOnlyProperty();
    }

    /// Where the texts part, or how far they are.
    public ReadOnlyStringProperty status() {
        return status.getReadOnlyProperty();
    }

    /// Speed with its conditions: information, no measurement.
    public ReadOnlyStringProperty conditions() {
        return conditions.getReadOnlyProperty();
    }

    /// The open model and text; without them nothing can be started.
    public ReadOnlyObjectProperty<@Nullable Subject> subject() {
        return workspace.subject();
    }

    /// Begins anew.
    public void start() {
        @Nullable Subject subject = workspace.subject().get();
        if (subject == null) {
            return;
        }
        stop();
        AttentionPlan plan = workspace.plan().plan().get();
        String words = prompt.get();
        GenerationOptions options = new GenerationOptions(tokens.get(), temperature.get(), seed.get());
        workspace
                .journal()
                .record(
                        "Continued a prompt",
                        plan,
                        CommandLines.generate(subject, words, tokens.get(), temperature.get(), seed.get()));
        shown = plan;
        result.set(null);
        conditions.set("");
        status.set("reading the prompt …");
        running.set(true);
        name();
        job = runner.submit(TaskSpec.<PairedGeneration>of(
                        "Generating",
                        Urgency.VIEW,
                        (progress, cancellation, partial) -> subject.analyst()
                                .generate(
                                        subject.analyst()
                                                .tokenizer()
                                                .encode(
                                                        words,
                                                        subject.analyst()
                                                                .tokenizer()
                                                                .bosRule()
                                                                .isFirst())
                                                .toArray(),
                                        options,
                                        plan,
                                        partial,
                                        progress,
                                        cancellation),
                        this::show,
                        this::failed)
                .whenCancelled(this::stopped));
    }

    /// Stops it; what is written stays.
    public void stop() {
        if (job != null && running.get()) {
            job.discard();
            stopped();
        }
    }

    /// Both texts with prompt and conditions, as lines.
    public String copied() {
        @Nullable PairedGeneration now = result.get();
        return now == null
                ? ""
                : "prompt\t" + oneLine(prompt.get()) + "\nwithout sharing\t"
                        + oneLine(now.baseline().text()) + "\nplan\t"
                        + oneLine(now.plan().text()) + "\nconditions\t" + planWords.get() + " · " + status.get() + "\n";
    }

    private static String oneLine(String text) {
        return text.replace("\t", " ").replace("\r", "").replace("\n", "⏎");
    }

    private void begin(@Nullable Subject subject) {
        stop();
        result.set(null);
        status.set("");
        conditions.set("");
        if (subject != null && (prompt.get().isEmpty() || prompt.get().equals(offered))) {
            offered = beginning(subject.text().content());
            prompt.set(offered);
        }
    }

    /// Ends with a whole word.
    private static String beginning(String content) {
        if (content.length() <= PROMPT) {
            return content.strip();
        }
        int end = content.lastIndexOf(' ', PROMPT);
        int cut = end > 0 ? end : content.offsetByCodePoints(0, PROMPT / 2);
        return content.substring(0, cut).strip();
    }

    private void stopped() {
        running.set(false);
        @Nullable PairedGeneration now = result.get();
        status.set(now == null ? "stopped" : "stopped · " + words(now));
    }

    private void failed(UserMessage message) {
        running.set(false);
        status.set("");
        workspace.failures(this::start).accept(message);
    }

    private void show(PairedGeneration now) {
        result.set(now);
        running.set(!now.isEnded());
        status.set(words(now));
        conditions.set(conditions(now));
    }

    private void name() {
        AttentionPlan plan = workspace.plan().plan().get();
        AttentionPlan named = shown == null ? plan : shown;
        String sharing =
                switch (named.sharedCount()) {
                    case 0 -> "Plan: no layer shares";
                    case 1 -> "Plan: 1 layer shares";
                    default -> "Plan: " + named.sharedCount() + " layers share";
                };
        planWords.set(sharing + (shown != null && !shown.equals(plan) ? ", changed since" : ""));
    }

    private static String words(PairedGeneration now) {
        int difference = now.firstDifference();
        int written = Math.max(now.baseline().ids().size(), now.plan().ids().size());
        if (difference != PairedGeneration.NONE) {
            return "first difference at token " + (difference + 1) + " of " + written;
        }
        return (now.isEnded() ? "no difference in " : "no difference so far in ")
                + written
                + (written == 1 ? " token" : " tokens");
    }

    private static String conditions(PairedGeneration now) {
        String baseline = Difference.speed(now.baseline());
        return baseline.isEmpty()
                ? ""
                : Numbers.format(
                        "for information: %s and %s tokens/s, one of each in turns, no warm-up, %s · %s",
                        baseline,
                        Difference.speed(now.plan()),
                        now.device(),
                        now.options().temperature() == 0
                                ? "likeliest token"
                                : "temperature " + now.options().temperature() + ", seed "
                                        + now.options().seed());
    }
}
