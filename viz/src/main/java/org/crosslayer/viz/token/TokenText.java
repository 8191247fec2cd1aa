package org.crosslayer.viz.token;

/// Makes the white space of a token visible, so that ` the` and `the` can be told apart on an axis.
public final class TokenText {
    private TokenText() {}

    /// The token with ␣ for a space, ↵ for a line end, ⇥ for a tab; ∅ for an empty one.
    public static String visible(String token) {
        return token.isEmpty()
                ? "∅"
                : token.replace("\r\n", "↵")
                        .replace('\n', '↵')
                        .replace('\r', '↵')
                        .replace('\t', '⇥')
                        .replace(' ', '␣');
    }
}
