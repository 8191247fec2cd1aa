package org.crosslayer.app.maps;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.crosslayer.app.document.ProjectPart;
import org.crosslayer.app.task.LatestOnly;
import org.crosslayer.app.task.TaskRunner;
import org.crosslayer.app.task.TaskSpec;
import org.crosslayer.app.task.Urgency;
import org.crosslayer.app.workspace.PaneSelection;
import org.crosslayer.app.workspace.Sampling;
import org.crosslayer.app.workspace.Selection;
import org.crosslayer.app.workspace.Subject;
import org.crosslayer.app.workspace.Workspace;
import org.crosslayer.engine.capture.MapPlace;
import org.crosslayer.engine.similarity.HeadAlignment;
import org.jspecify.annotations.Nullable;

/// Two attention maps on a passage of the text, and how they differ, as the model computes them without sharing.
///
/// Nothing is captured while nobody looks, and of a long passage nothing but what is looked at.
public final class MapsViewModel implements ProjectPart {
    /// Passages to choose from, in tokens.
    private static final List<Integer> PASSAGES = List.of(32, 64, 128, 256, 512, 1024, 2048, 4096);

    private final Workspace workspace;
    private final PaneSelection pane;
    private final LatestOnly latest;
    private final ReadOnlyObjectWrapper<@Nullable MapPicture> primary = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable MapPicture> pinned = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable MapPicture> difference = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyIntegerWrapper nHeads = new ReadOnlyIntegerWrapper();
    private final ReadOnlyObjectWrapper<MapLook> look = new ReadOnlyObjectWrapper<>(MapLook.USUAL);
    private final BooleanProperty looking = new SimpleBooleanProperty();
    private final BooleanProperty comparing = new SimpleBooleanProperty();
    private @Nullable DrawnMaps drawn;
    private @Nullable WantedMaps asked;
    /// Index in the text of the first token of the passage that is drawn, or will be.
    private int first;

    public MapsViewModel(Workspace workspace, TaskRunner runner) {
        this.workspace = workspace;
        this.pane = new PaneSelection(workspace.selection());
        this.latest = new LatestOnly(runner);
        workspace.subject().addListener((_, _, now) -> {
            first = 0;
            nHeads.set(now == null ? 0 : now.config().nHeads());
            update();
        });
        workspace.passageTokens().addListener((_, _, _) -> update());
        workspace.memoryPercent().addListener((_, _, _) -> update());
        workspace.alignments().addListener((_, _, _) -> update());
        look.addListener((_, _, _) -> update());
        looking.addListener((_, _, _) -> update());
        comparing.addListener((_, _, _) -> update());
        selection().primary().addListener((_, _, _) -> update());
        selection().pinned().addListener((_, _, _) -> update());
        selection().head().addListener((_, _, _) -> update());
        selection().pinnedHead().addListener((_, _, _) -> update());
        selection().query().addListener((_, _, _) -> update());
    }

    /// Whether somebody looks at the two maps.
    public BooleanProperty looking() {
        return looking;
    }

    /// Whether somebody looks at their difference.
    public BooleanProperty comparing() {
        return comparing;
    }

    /// The layer that might share; null until it is captured.
    public ReadOnlyObjectProperty<@Nullable MapPicture> primary() {
        return primary.getReadOnlyProperty();
    }

    /// The layer it is compared with.
    public ReadOnlyObjectProperty<@Nullable MapPicture> pinned() {
        return pinned.getReadOnlyProperty();
    }

    /// The pinned map less the primary one; null while nobody looks.
    public ReadOnlyObjectProperty<@Nullable MapPicture> difference() {
        return difference.getReadOnlyProperty();
    }

    /// Layers to choose from; 0 before a model is open.
    public int nLayers() {
        @Nullable Subject subject = workspace.subject().get();
        return subject == null ? 0 : subject.config().nLayers();
    }

    /// Heads to choose from; 0 before a model is open.
    public ReadOnlyIntegerProperty nHeads() {
        return nHeads.getReadOnlyProperty();
    }

    /// Colours, scale, and what is put side by side.
    public ReadOnlyObjectProperty<MapLook> look() {
        return look.getReadOnlyProperty();
    }

    /// Changes that in a step that can be undone.
    ///
    /// @param step as a verb phrase
    public void choose(String step, MapLook next) {
        MapLook before = look.get();
        if (!next.equals(before)) {
            look.set(next);
            workspace.history().record(step, () -> look.set(before), () -> look.set(next));
        }
    }

    /// Lengths that the open model has positions for, and the one that is in use.
    public List<Integer> passages() {
        @Nullable Subject subject = workspace.subject().get();
        int most = subject == null
                ? Integer.MAX_VALUE
                : Math.min(subject.config().nCtx(), subject.text().ids().size());
        int now = workspace.passageTokens().get();
        List<Integer> offered = new ArrayList<>(
                PASSAGES.stream().filter(tokens -> tokens <= most).toList());
        if (!offered.contains(now)) {
            offered.add(now);
        }
        return offered.stream().sorted().toList();
    }

    /// How many tokens the maps are of.
    public int passage() {
        return workspace.passageTokens().get();
    }

    /// Draws a longer or shorter passage, in a step that can be undone.
    public void choosePassage(int tokens) {
        int before = passage();
        if (tokens != before) {
            workspace.passageTokens().set(tokens);
            workspace
                    .history()
                    .record(
                            "draw " + tokens + " tokens",
                            () -> workspace.passageTokens().set(before),
                            () -> workspace.passageTokens().set(tokens));
        }
    }

    public Selection selection() {
        return pane.selection();
    }

    /// Whether the pane goes where the selection goes.
    public BooleanProperty follows() {
        return pane.follows();
    }

    /// Shows a map as the primary one.
    public void choosePrimary(MapPlace place) {
        selection().look(place.layer(), selection().pinned().get());
        selection().head().set(place.head());
    }

    /// Shows a map as the pinned one, whatever goes with the primary.
    public void choosePinned(MapPlace place) {
        selection().look(selection().primary().get(), place.layer());
        selection().pinnedHead().set(place.head());
    }

    /// Shows in the pinned layer whichever head goes with the primary one.
    public void pinAccordingly() {
        selection().pinnedHead().set(Selection.ACCORDING);
    }

    /// Locks the token of a row as query; the same again releases it.
    public void lock(int row) {
        int token = first + row;
        selection().query().set(selection().query().get() == token ? Selection.NONE : token);
    }

    /// Releases the locked token.
    ///
    /// @return false if none was
    public boolean release() {
        boolean was = selection().query().get() != Selection.NONE;
        selection().query().set(Selection.NONE);
        return was;
    }

    @Override
    public String key() {
        return "maps";
    }

    @Override
    public Map<String, Object> save() {
        return look.get().save();
    }

    @Override
    public void restore(Map<String, Object> saved) {
        look.set(look.get().restored(saved));
    }

    private void update() {
        @Nullable WantedMaps wanted = wanted();
        if (wanted == null) {
            asked = null;
            latest.cancel();
            drawn = null;
            describe();
            return;
        }
        @Nullable DrawnMaps known = drawn;
        if (known != null && !known.wanted().isSamePassage(wanted)) {
            known = null;
            drawn = null;
        }
        describe();
        boolean isSeen = looking.get() || comparing.get();
        boolean isThere = known != null && wanted.equals(known.wanted());
        if (!isSeen || isThere || (wanted.equals(asked) && latest.isPending())) {
            return;
        }
        if (known != null && known.maps().areSmall() && known.maps().hold(wanted.places())) {
            latest.cancel();
            take(DrawnMaps.of(wanted, known.maps()));
        } else {
            asked = wanted;
            capture(wanted, known == null ? null : known.maps());
        }
    }

    /// Null where nothing can be drawn.
    private @Nullable WantedMaps wanted() {
        @Nullable Subject subject = workspace.subject().get();
        int tokens = passage();
        // The project pane says what it would take and offers what fits.
        if (subject == null
                || selection().isEmpty()
                || !Sampling.memory(subject, tokens, workspace.memoryPercent().get())
                        .fits()) {
            return null;
        }
        first = Sampling.passageStart(selection().query().get(), first, tokens);
        MapPlace place =
                new MapPlace(selection().primary().get(), selection().head().get());
        int other = selection().pinned().get();
        int pinnedHead = selection().pinnedHead().get();
        @Nullable HeadAlignment alignment = matched();
        int otherHead = pinnedHead != Selection.ACCORDING
                ? pinnedHead
                : alignment == null ? place.head() : alignment.map().get(place.head());
        return new WantedMaps(subject, first, tokens, place, new MapPlace(other, otherHead), comparing.get());
    }

    /// The matching of the two layers' heads, where a match is asked for and known.
    private @Nullable HeadAlignment matched() {
        if (selection().head().get() == Selection.MEAN
                || selection().pinnedHead().get() != Selection.ACCORDING
                || !look.get().matching()) {
            return null;
        }
        for (HeadAlignment alignment : workspace.alignments().get()) {
            if (alignment.layer() == selection().primary().get()
                    && alignment.source() == selection().pinned().get()) {
                return alignment;
            }
        }
        return null;
    }

    private void capture(WantedMaps wanted, @Nullable KeptMaps known) {
        latest.submit(TaskSpec.<DrawnMaps>of(
                "Drawing attention maps",
                Urgency.VIEW,
                (progress, cancellation, _) -> DrawnMaps.of(
                        wanted,
                        known != null && known.hold(wanted.places())
                                ? known
                                : wanted.captured(known, progress, cancellation)),
                this::take,
                workspace.failures(this::update)));
    }

    private void take(DrawnMaps result) {
        drawn = result;
        describe();
    }

    /// Puts what is drawn into words, with the token that is locked now.
    private void describe() {
        @Nullable DrawnMaps known = drawn;
        if (known == null) {
            primary.set(null);
            pinned.set(null);
            difference.set(null);
            return;
        }
        int token = selection().query().get();
        primary.set(known.primary(token));
        pinned.set(known.pinned(remark(), token));
        difference.set(known.difference(token));
    }

    private String remark() {
        return selection().pinnedHead().get() != Selection.ACCORDING
                ? ", pinned"
                : matched() == null ? "" : ", best match";
    }

    /// All layers, for a menu.
    List<Integer> layers() {
        return IntStream.range(0, nLayers()).boxed().toList();
    }
}
