package org.crosslayer.engine.evaluation;

/// The ways to measure a perplexity that papers and tools use. Their numbers are not comparable with each other.
public enum ProtocolKind {
    /// GPTQ, SparseGPT, Wanda, AWQ and most compression papers.
    WINDOWS(
            "windows",
            "windows (GPTQ style)",
            "The text is cut into windows without overlap, a shorter tail is dropped, and all tokens but the first of each"
                    + " window are scored. As in GPTQ, Wanda and most papers on compression."),
    /// `llama-perplexity` of llama.cpp.
    LLAMA_CPP(
            "llama.cpp",
            "llama.cpp",
            "Windows without overlap, each with the begin-of-text token in place of its first one, and only the second"
                    + " half of each is scored, so that every scored token has much before it. As llama.cpp prints it."),
    /// The page on perplexity in the documentation of Hugging Face transformers.
    STRIDE(
            "stride",
            "stride (Hugging Face docs)",
            "Windows that overlap: each moves on by the stride, and only the tokens that no window before has scored are"
                    + " scored. As in the Hugging Face documentation."),
    /// The rolling log-likelihood of EleutherAI's lm-evaluation-harness.
    LM_EVAL(
            "lm-eval",
            "lm-eval rolling",
            "Every token of the text is scored once, the first one after the begin-of-text token. Also given for each word"
                    + " and each byte, which can be compared between vocabularies. As in lm-evaluation-harness.");

    private final String spelling;
    private final String title;
    private final String meaning;

    ProtocolKind(String spelling, String title, String meaning) {
        this.spelling = spelling;
        this.title = title;
        this.meaning = meaning;
    }

    /// As options and files write it.
    public String spelling() {
        return spelling;
    }

    /// The name with where it is from.
    public String title() {
        return title;
    }

    /// What it does, in sentences.
    public String meaning() {
        return meaning;
    }
}
