package org.crosslayer.engine.tokenizer;

/// Whether a model wants the begin-of-text token (BOS) before a text, and which file says so.
///
/// @param isFirst true if it does
/// @param source  where that is written, such as `tokenizer_config.json: add_bos_token`
public record BosRule(boolean isFirst, String source) {
    /// In words, such as `BOS first (tokenizer_config.json: add_bos_token)`.
    public String words() {
        return (isFirst ? "BOS first" : "no BOS") + " (" + source + ")";
    }
}
