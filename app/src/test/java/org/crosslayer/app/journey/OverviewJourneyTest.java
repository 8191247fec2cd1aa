package org.crosslayer.app.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.ChoiceBox;
import javafx.scene.input.KeyCode;
import org.crosslayer.app.workspace.FakeAnalyst;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.engine.similarity.Metric;
import org.crosslayer.engine.similarity.SinkHandling;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// All layers and heads at once, on the overview's pages.
class OverviewJourneyTest extends WindowTest {
    private final FakeAnalyst analyst = new FakeAnalyst("model");

    @BeforeEach
    void openModel() throws TimeoutException {
        open((_, _, _) -> analyst, Path.of("model"), Path.of("pom.xml"));
        awaitText("a chosen pair", "overview-pair", "Layer 3 and layer 2"::equals);
    }

    private Selection selection() {
        return wiring().workspace().selection();
    }

    @Test
    void theProfileIsTurnedToAndWalkedByKeyboardAndAsksWhy() {
        assertEquals(0, analyst.asked("influence"));
        focus("page-overview-card");
        press(KeyCode.RIGHT);
        awaitText("what is known of the layer", "profile-chosen", words -> words.contains("block influence 0.3000"));
        focus("profile-influence");
        press(KeyCode.RIGHT);
        press(KeyCode.ENTER);
        await("the next layer is chosen", () -> selection().primary().get() == 4);
        awaitText("its numbers", "profile-chosen", words -> words.startsWith("Layer 4"));
        keepPicture("overview-profile", "profile-card");
        run("maximise-pane");
        click("profile-why");
        run("maximise-pane");
        await("the layer is asked about", () -> wiring().workspace().suspect().get() == 4);
        awaitPlace("blame-card");
    }

    @Test
    void layersAreMeasuredAloneFromTheProfile() {
        run("show-profile-card");
        focus("profile-costs");
        run("maximise-pane");
        keepPicture("overview-profile-invitation", "profile-card");
        click("profile-invitation");
        awaitText("all of them", "profile-caption", words -> words.contains("5 of 5 layers alone"));
        assertFalse(isShowing("profile-invitation"));
    }

    @Test
    void whatIsChosenOnceIsObeyedAndSaidEverywhere() {
        run("show-tables-card");
        ChoiceBox<Metric> metric = choice("metric");
        ChoiceBox<SinkHandling> sink = choice("sink");
        interact(() -> metric.setValue(Metric.COSINE));
        interact(() -> sink.setValue(SinkHandling.DROP_KEY));
        awaitText("the overview's caption", "overview-caption", OverviewJourneyTest::isNew);
        awaitText("the tables' caption", "tables-caption", words -> words.contains("first key dropped"));
        run("show-profile-card");
        awaitText("the profile's caption", "profile-caption", OverviewJourneyTest::isNew);
        run("undo");
        run("undo");
        assertEquals(Metric.JSD, metric.getValue());
        assertEquals(SinkHandling.KEEP, sink.getValue());
        awaitText("the profile's caption again", "profile-caption", words -> words.contains("first key kept"));
        awaitText("the tables' caption again", "tables-caption", words -> words.contains("first key kept"));
        assertTrue(text("profile-caption").startsWith("Jensen–Shannon divergence"));
    }

    private static boolean isNew(String words) {
        return words.startsWith("cosine similarity, heads averaged first, first key dropped");
    }

    @SuppressWarnings("unchecked") // by its id
    private <T> ChoiceBox<T> choice(String id) {
        return (ChoiceBox<T>) node(id);
    }
}
