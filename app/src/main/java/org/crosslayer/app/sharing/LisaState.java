package org.crosslayer.app.sharing;

/// How far a layer's LiSA parts are.
public enum LisaState {
    /// There are none yet.
    NOT_FITTED("○", "Not fitted yet: a click fits it in the background, and the measures follow."),
    /// Being fitted, or waiting for it.
    FITTING("◐", "Being fitted; what is in the plan is the best state so far."),
    /// Ready: a click switches it on at once.
    FITTED("●", "Fitted: a click switches it on at once.");

    private final String sign;
    private final String explanation;

    LisaState(String sign, String explanation) {
        this.sign = sign;
        this.explanation = explanation;
    }

    /// One character that tells it without colour.
    public String sign() {
        return sign;
    }

    /// The same in a sentence.
    public String explanation() {
        return explanation;
    }
}
