package org.crosslayer.engine.evaluation;

/// Perplexities for each word and byte, which do not depend on the vocabulary; as lm-evaluation-harness gives
/// them.
///
/// @param wordPerplexity `exp(nats / words)`
/// @param bytePerplexity `exp(nats / bytes)`
/// @param bitsPerByte    `nats / bytes / ln 2`
public record TextRates(double wordPerplexity, double bytePerplexity, double bitsPerByte) {
    /// @param nats negative log-likelihood of the whole text
    static TextRates of(double nats, TextExtent text) {
        double nllOfByte = nats / text.bytes();
        return new TextRates(Math.exp(nats / text.words()), Math.exp(nllOfByte), nllOfByte / Math.log(2));
    }
}
