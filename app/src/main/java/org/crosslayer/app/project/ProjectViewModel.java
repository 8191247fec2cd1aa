package org.crosslayer.app.project;

import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.crosslayer.app.control.Numbers;
import org.crosslayer.app.workspace.Sampling;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.capture.MemoryEstimate;
import org.crosslayer.engine.model.ModelConfig;
import org.jspecify.annotations.Nullable;

/// What is open, in words.
public final class ProjectViewModel {
    /// Enough to recognise a text by.
    private static final int EXCERPT_CHARACTERS = 130;

    /// How much of the text is looked at for it: a large text must not hold up the window.
    private static final int LOOKED_AT_CHARACTERS = 1000;

    /// One line of facts.
    ///
    /// @param name        what it is
    /// @param value       how much
    /// @param explanation what the word means
    public record Fact(String name, String value, String explanation) {}

    /// All that the pane shows.
    ///
    /// @param model      the model's name
    /// @param modelPath  where it lies
    /// @param modelFacts its architecture
    /// @param text       the text's name
    /// @param textPath   where it lies
    /// @param textFacts  its size
    /// @param excerpt    how it begins
    public record Facts(
            String model,
            String modelPath,
            List<Fact> modelFacts,
            String text,
            String textPath,
            List<Fact> textFacts,
            String excerpt) {
        static final Facts NONE = new Facts("No model open", "", List.of(), "", "", List.of(), "");
    }

    /// What drawing the passage takes.
    ///
    /// @param verdict that it does not fit, and what would; empty where it fits
    /// @param offer   tokens of a passage that fits; 0 where none is needed or none would
    public record Memory(String verdict, int offer) {
        static final Memory FITS = new Memory("", 0);
    }

    private final Workspace workspace;
    private final ReadOnlyObjectWrapper<Memory> memory = new ReadOnlyObjectWrapper<>(Memory.FITS);
    private final ReadOnlyObjectWrapper<Facts> facts = new ReadOnlyObjectWrapper<>(Facts.NONE);

    public ProjectViewModel(Workspace workspace) {
        this.workspace = workspace;
        workspace.subject().addListener((_, _, _) -> describe());
        workspace.passageTokens().addListener((_, _, _) -> describe());
        workspace.memoryPercent().addListener((_, _, _) -> describe());
    }

    /// What is open now.
    public ReadOnlyObjectProperty<Facts> facts() {
        return facts.getReadOnlyProperty();
    }

    /// Whether the maps of the passage fit the memory.
    public ReadOnlyObjectProperty<Memory> memory() {
        return memory.getReadOnlyProperty();
    }

    /// Draws the shorter passage that fits.
    public void acceptOffer() {
        if (memory.get().offer() > 0) {
            workspace.passageTokens().set(memory.get().offer());
        }
    }

    /// The model's facts with numbers as other programs read them; null without a model.
    public @Nullable String modelTable() {
        @Nullable Subject subject = workspace.subject().get();
        return subject == null ? null : ProjectTables.model(subject);
    }

    /// The text's facts, likewise.
    public @Nullable String textTable() {
        @Nullable Subject subject = workspace.subject().get();
        return subject == null ? null : ProjectTables.text(subject);
    }

    private void describe() {
        @Nullable Subject subject = workspace.subject().get();
        if (subject == null) {
            facts.set(Facts.NONE);
            memory.set(Memory.FITS);
            return;
        }
        MemoryEstimate estimate = Sampling.memory(
                subject,
                workspace.passageTokens().get(),
                workspace.memoryPercent().get());
        facts.set(facts(subject, estimate));
        int asked = estimate.size().tokens();
        memory.set(
                estimate.fits()
                        ? Memory.FITS
                        : new Memory(
                                "The maps of the first " + asked + " tokens are not drawn. " + estimate.verdict(),
                                estimate.offers().stream()
                                        .mapToInt(MemoryEstimate.Offer::tokens)
                                        .filter(tokens -> tokens < asked)
                                        .findFirst()
                                        .orElse(0)));
    }

    private static Facts facts(Subject subject, MemoryEstimate estimate) {
        return new Facts(
                subject.summary().name(),
                subject.summary().path().toString(),
                modelFacts(subject, estimate),
                subject.text().name(),
                subject.text().path().toString(),
                List.of(
                        new Fact(
                                "Tokens",
                                count(subject.text().ids().size()),
                                "Pieces of words, as this model's vocabulary cuts the text."),
                        new Fact(
                                "BOS",
                                subject.text().bos().rule().isFirst() ? "wanted first" : "not wanted",
                                "Begin-of-text token: "
                                        + subject.text().bos().rule().words()
                                        + (subject.text().bos().isWritten() ? "; the text begins with it." : ".")),
                        new Fact("Characters", count(subject.text().content().length()), "Letters, spaces and signs.")),
                excerpt(subject.text().content()));
    }

    private static String excerpt(String content) {
        boolean isWhole = content.length() <= LOOKED_AT_CHARACTERS;
        String beginning = (isWhole ? content : content.substring(0, LOOKED_AT_CHARACTERS))
                .strip()
                .replaceAll("\\s+", " ");
        if (beginning.length() <= EXCERPT_CHARACTERS) {
            return isWhole ? beginning : beginning + " …";
        }
        int lastSpace = beginning.lastIndexOf(' ', EXCERPT_CHARACTERS);
        return beginning.substring(0, lastSpace > 0 ? lastSpace : EXCERPT_CHARACTERS) + " …";
    }

    private static List<Fact> modelFacts(Subject subject, MemoryEstimate estimate) {
        ModelConfig config = subject.config();
        String heads = config.nHeads() == config.nKvHeads()
                ? Integer.toString(config.nHeads())
                : config.nHeads() + " (" + config.nKvHeads() + " key/value)";
        return List.of(
                new Fact("Architecture", config.architecture(), "The family of models it belongs to."),
                new Fact("Layers", Integer.toString(config.nLayers()), "Counted from 0 everywhere in this window."),
                new Fact("Heads", heads, "Each head of a layer looks at the text in its own way."),
                new Fact(
                        "Width",
                        Integer.toString(config.dModel()),
                        "Numbers that describe one token inside the model."),
                new Fact("Context", count(config.nCtx()) + " tokens", "The longest text it was made for."),
                new Fact("Parameters", millions(subject.summary().parameters()), "Trained numbers in all."),
                new Fact("On disk", mebibytes(subject.summary().bytes()), "Mapped from the file, not loaded."),
                new Fact(
                        "Maps take",
                        MemoryEstimate.words(estimate.kept() + estimate.device()),
                        "Memory to draw the first " + estimate.size().tokens()
                                + " tokens: two maps and their difference "
                                + MemoryEstimate.words(estimate.kept()) + ", cache "
                                + MemoryEstimate.words(estimate.cache()) + ", slabs "
                                + MemoryEstimate.words(estimate.slabs()) + ", scratch "
                                + MemoryEstimate.words(estimate.scratch()) + "."));
    }

    private static String count(long value) {
        return Numbers.format("%,d", value);
    }

    private static String millions(long value) {
        return value < 1_000_000_000
                ? Numbers.format("%.1f million", value / 1e6)
                : Numbers.format("%.2f billion", value / 1e9);
    }

    private static String mebibytes(long bytes) {
        return Numbers.format("%,.0f MiB", bytes / (1024.0 * 1024.0));
    }
}
