"""What PyTorch and transformers need for the same work on the same card, one line as soon as it is measured.

Arguments: rows as CardBench takes them, SHAPE:WORK, with work prefill, observed, decode-BATCH, and products for the time
that cuBLAS needs for the products of a prefill alone. Models have random BF16 weights, made on the card.
"""

import sys
import time

import torch

TOKENS = 2048
PROMPT = 512
DECODED = 24
REPEATS = 5
SHAPES = {
    "7b": dict(num_key_value_heads=32, intermediate_size=11008, vocab_size=32000, rope_theta=10000.0),
    "8b": dict(num_key_value_heads=8, intermediate_size=14336, vocab_size=128256, rope_theta=500000.0),
}


def timed(work, repeats=REPEATS):
    work()
    samples = []
    for _ in range(repeats):
        torch.cuda.synchronize()
        start = time.perf_counter()
        work()
        torch.cuda.synchronize()
        samples.append(time.perf_counter() - start)
    return sorted(samples)


def say(shape, work, samples, more=""):
    middle = samples[len(samples) // 2]
    print(f"torch {shape}:{work} {middle:.5f} s (from {samples[0]:.5f} to {samples[-1]:.5f}) {more}", flush=True)


def products(shape, sizes):
    """The products of a prefill of 32 layers, with nothing between them."""
    keys = sizes["num_key_value_heads"] * 128
    mlp = sizes["intermediate_size"]
    pairs = [(4096, 4096), (4096, keys), (4096, keys), (4096, 4096), (4096, mlp), (4096, mlp), (mlp, 4096)]
    inputs = {n: torch.randn(TOKENS, n, device="cuda", dtype=torch.bfloat16) for n in {a for a, _ in pairs}}
    weights = [torch.randn(b, a, device="cuda", dtype=torch.bfloat16) * 0.02 for a, b in pairs]

    def work():
        for _ in range(32):
            for (a, _), weight in zip(pairs, weights):
                torch.nn.functional.linear(inputs[a], weight)

    samples = timed(work)
    operations = 32 * sum(2.0 * TOKENS * a * b for a, b in pairs)
    say(shape, "products", samples, f"{operations / samples[len(samples) // 2] / 1e12:.0f} TFLOP/s")


def model(sizes, attention):
    from transformers import LlamaConfig, LlamaForCausalLM

    config = LlamaConfig(
        hidden_size=4096, num_hidden_layers=32, num_attention_heads=32, max_position_embeddings=8192,
        attn_implementation=attention, **sizes)
    torch.set_default_dtype(torch.bfloat16)
    with torch.device("cuda"):
        made = LlamaForCausalLM(config)
    torch.set_default_dtype(torch.float32)
    return made.eval()


def decode(made, shape, batch, count, counts):
    from transformers import StaticCache

    cache = StaticCache(config=made.config, max_cache_len=PROMPT + count)
    ids = torch.randint(0, 30000, (batch, PROMPT), device="cuda")
    made(ids, past_key_values=cache, cache_position=torch.arange(PROMPT, device="cuda"), logits_to_keep=1)
    samples = []
    token = ids[:, :1]
    for i in range(count):
        torch.cuda.synchronize()
        start = time.perf_counter()
        place = torch.tensor([PROMPT + i], device="cuda")
        logits = made(token, past_key_values=cache, cache_position=place).logits
        logits[0, 0, 0].item()
        if i >= 2:
            samples.append(time.perf_counter() - start)
    if counts:
        say(shape, f"decode-{batch}", sorted(samples), "static cache, eager launches")


def main(rows):
    for shape, sizes in SHAPES.items():
        works = [row.split(":")[1] for row in rows if row.startswith(shape + ":")]
        if "products" in works:
            products(shape, sizes)
        for attention in ("eager", "sdpa"):
            wanted = [work for work in works if (attention == "eager") == (work == "observed") and work != "products"]
            if not wanted:
                continue
            made = model(sizes, attention)
            for work in wanted:
                ids = torch.randint(0, 30000, (1, TOKENS), device="cuda")
                if work == "observed":
                    say(shape, work, timed(lambda: made(ids, output_attentions=True, use_cache=True, logits_to_keep=1)),
                        f"eager, peak {torch.cuda.max_memory_allocated() / 1e9:.1f} GB")
                elif work == "prefill":
                    say(shape, work, timed(lambda: made(ids, use_cache=True, logits_to_keep=1)), "sdpa")
                elif work.startswith("decode-"):
                    decode(made, shape, int(work.split("-")[1]), 64, False)
                    decode(made, shape, int(work.split("-")[1]), DECODED, True)
            del made
            torch.cuda.empty_cache()


if __name__ == "__main__":
    with torch.inference_mode():
        main(sys.argv[1:])
