package org.crosslayer.app.figure;

import java.util.function.ToDoubleFunction;

/// What a head may be placed by.
public enum HeadMeasure {
    /// The number of its layer.
    LAYER("layer", point -> point.statistics().layer()),
    /// How widely it looks.
    ENTROPY("entropy (nats)", point -> point.statistics().entropy()),
    /// The share on the first key, whatever becomes of that key elsewhere.
    SINK("attention on the first key", point -> point.statistics().sink()),
    /// How far back it looks.
    DISTANCE("distance (tokens)", point -> point.statistics().distance()),
    /// The previous-token score.
    PREVIOUS("attention on the key before", point -> point.statistics().previous()),
    /// The share on the token itself.
    SELF("attention on the own key", point -> point.statistics().self()),
    /// The induction score.
    INDUCTION("attention after the earlier occurrence", point -> point.statistics()
            .induction()),
    /// How far it is from the head that it would get as an aligned copy; layer 0 has none.
    DONOR("JSD to the donor in the layer below (nats)", HeadPoint::donor);

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // accessors of a record
    private final ToDoubleFunction<HeadPoint> value;

    HeadMeasure(String title, ToDoubleFunction<HeadPoint> value) {
        this.title = title;
        this.value = value;
    }

    /// What stands at an axis, with the unit.
    public String title() {
        return title;
    }

    /// The value of a head; NaN where it has none.
    public double of(HeadPoint head) {
        return value.applyAsDouble(head);
    }
}
