package org.crosslayer.engine.evaluation;

/// What each scored token of one window cost under two plans.
///
/// @param firstToken index in the text of the first scored token; those after it follow one by one
/// @param reference  under the plan that is compared with, usually none
/// @param plan       under the plan that is asked about; as many tokens
public record WindowLosses(int firstToken, TokenLosses reference, TokenLosses plan) {
    public WindowLosses {
        if (reference.count() != plan.count()) {
            throw new IllegalArgumentException(
                    "losses of " + reference.count() + " and of " + plan.count() + " tokens cannot be paired");
        }
    }

    /// How many tokens were scored.
    public int count() {
        return plan.count();
    }

    /// What the plan adds to the loss of a scored token, nats; negative where it predicts better.
    public double change(int index) {
        return plan.at(index) - reference.at(index);
    }

    /// Mean of the changes, nats a token.
    public double meanChange() {
        return (plan.sum() - reference.sum()) / plan.count();
    }
}
