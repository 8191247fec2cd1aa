package org.crosslayer.app.composer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.crosslayer.app.figure.PanelRecipe;
import org.crosslayer.app.figure.Recipe.Source;
import org.crosslayer.app.figure.Recipe.Windowing;
import org.crosslayer.app.figure.ScaleRecipe;
import org.crosslayer.app.figure.SheetRecipe;
import org.crosslayer.app.task.DirectTaskRunner;
import org.crosslayer.app.task.DiskWriter;
import org.crosslayer.app.task.UserMessage;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.model.LayerAttention;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FigureViewModelTest {
    @TempDir
    Path folder;

    private final Workspace workspace = new Workspace();
    private FigureViewModel viewModel;

    @BeforeEach
    void open() {
        workspace.show(new FakeAnalyst("model").subject());
        workspace.selection().choosePair(3, 2);
        viewModel = new FigureViewModel(workspace, new DirectTaskRunner(), presets());
    }

    private FigurePresets presets() {
        return new FigurePresets(folder, DiskWriter.inline(), message -> {
            throw new AssertionError(message.whatHappened());
        });
    }

    @Test
    void theFirstMeasuredPanelBringsTheWindowsOfItsPane() {
        add("Attention of layer 3");
        assertThat(viewModel.draft().get().cut()).isEqualTo(new Windowing(null, null, null));
        add("Heads × heads");
        Windowing aligned = viewModel.draft().get().cut();
        assertThat(aligned.maxWindows()).isEqualTo(8);
        add("Layers × layers");
        assertThat(viewModel.draft().get().cut()).isEqualTo(aligned);
    }

    @Test
    void everyStepIsOneOfTheWindowsAndCanBeTakenBack() {
        add("Layers × layers");
        add("Each layer against");
        viewModel.move(-1);
        assertThat(kinds()).containsExactly("Profile", "Layers");
        viewModel.dress("new", new ScaleRecipe("cividis", null, null, null));
        workspace.history().undo();
        workspace.history().undo();
        assertThat(kinds()).containsExactly("Layers", "Profile");
        workspace.history().redo();
        assertThat(kinds()).containsExactly("Profile", "Layers");
        viewModel.remove();
        assertThat(kinds()).hasSize(1);
    }

    @Test
    void aPlanStaysAsItWasWhenItsPanelWasMade() {
        workspace
                .plan()
                .apply("share layer 3", workspace.plan().plan().get().with(3, new LayerAttention.CopyPattern(2)));
        add("The plan: perplexity against bytes");
        add("What the plan changes");
        workspace.plan().apply("share no more", workspace.plan().plan().get().with(3, new LayerAttention.Own()));
        assertThat(viewModel.draft().get().panels().get(0))
                .isInstanceOfSatisfying(
                        PanelRecipe.TradeOff.class,
                        it -> assertThat(it.plans().getFirst().plan().path()).isEqualTo("plan-1.json"));
        assertThat(viewModel.draft().get().panels().get(1))
                .isInstanceOfSatisfying(
                        PanelRecipe.Difference.class,
                        it -> assertThat(it.at().plan()).isEqualTo(new Source("plan-1.json", null)));
        assertThat(viewModel.offers()).noneMatch(offer -> offer.words().contains("plan"));
    }

    @Test
    void allPlansOfTheShelfAreOnePictureAgainstBytesAndSpeed() {
        workspace.plan().apply("share 3", workspace.plan().plan().get().with(3, new LayerAttention.CopyPattern(2)));
        workspace.plans().duplicate();
        workspace.plan().apply("share 2", workspace.plan().plan().get().with(2, new LayerAttention.CopyPattern(1)));
        for (String against : List.of("bytes of cache", "decoding speed", "prefill speed")) {
            PanelOffer offer = viewModel.offers().stream()
                    .filter(one -> one.words().endsWith("perplexity against " + against))
                    .findFirst()
                    .orElseThrow();
            assertThat(offer.panel()).isInstanceOfSatisfying(PanelRecipe.TradeOff.class, it -> assertThat(it.plans())
                    .hasSize(2));
            assertThat(offer.plans()).hasSize(2);
        }
    }

    @Test
    void fieldsBecomeASheetAndTheUnitConvertsThem() throws Exception {
        SheetForm form = viewModel.form();
        form.width().set("25.4");
        form.lineWidth().set("0.25");
        form.outlines().set(true);
        assertThat(viewModel.draft().get().sheet().width()).isEqualTo("25.4 mm");
        form.unit().set("in");
        assertThat(form.width().get()).isEqualTo("1");
        assertThat(form.sheet().width()).isEqualTo("1 in");
        form.height().set("40 mm");
        assertThat(form.sheet().height()).isEqualTo("40 mm");
        form.pointSize().set("large");
        UserMessage problem = Objects.requireNonNull(viewModel.problem().get());
        assertThat(problem.whatHappened())
                .isEqualTo(
                        "The point size is \"large\": give a number such as 8 or 0.5, or nothing for what is usual.");
        problem.nextSteps().getFirst().action().run();
        assertThat(viewModel.problem().get()).isNull();
        assertThat(form.pointSize().get()).isEmpty();
        workspace.history().undo();
        assertThat(form.height().get()).isEmpty();
    }

    @Test
    void presetsAreThereAgainAfterARestart() {
        SheetRecipe sheet = SheetRecipe.of("ICML", "full");
        viewModel.presets().save("wide", sheet);
        viewModel.presets().save("also", SheetRecipe.DEFAULT);
        viewModel.presets().save("wide", SheetRecipe.of("ICML", "single"));
        assertThat(presets().all())
                .containsExactly(
                        new FigurePreset("also", SheetRecipe.DEFAULT),
                        new FigurePreset("wide", SheetRecipe.of("ICML", "single")));
        viewModel.presets().remove("also");
        assertThat(presets().all()).hasSize(1);
    }

    private void add(String words) {
        PanelOffer wanted = viewModel.offers().stream()
                .filter(offer -> offer.words().startsWith(words))
                .findFirst()
                .orElseThrow();
        assertThat(viewModel.add(wanted)).isTrue();
    }

    private List<String> kinds() {
        return viewModel.draft().get().panels().stream()
                .map(panel -> panel.getClass().getSimpleName())
                .toList();
    }
}
