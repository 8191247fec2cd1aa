"""A Llama from a GGUF file in PyTorch, by Hugging Face transformers, as a player of the contest.

Arguments: a file of RandomLlama (F32 or BF16), prompt tokens, tokens to generate (the first of which counts as prefill),
threads, and `patterns` (eager attention that hands out every layer's pattern) or `plain` (PyTorch's own fused attention).
Needs torch, transformers, numpy and gguf; the line protocol is that of org.crosslayer.engine.bench.contest.Player.
"""

import sys
import time

import numpy as np
import torch
import transformers
from gguf import GGMLQuantizationType, GGUFReader

PATH, PROMPT, GENERATE, THREADS, LOOK = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
WARM_UP_SECONDS = 3
NAMES = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}


def values(tensor):
    """The tensor where the file is mapped, row-major."""
    shape = [int(n) for n in reversed(tensor.shape)]
    if tensor.tensor_type == GGMLQuantizationType.BF16:
        return torch.from_numpy(np.array(tensor.data).view(np.int16)).view(torch.bfloat16).reshape(shape)
    if tensor.tensor_type == GGMLQuantizationType.F32:
        return torch.from_numpy(np.array(tensor.data)).reshape(shape)
    raise SystemExit(f"{tensor.name} is {tensor.tensor_type.name}, and this player reads F32 and BF16")


def half_split(matrix, heads):
    """Rows of each head as transformers wants them; GGUF keeps the two halves of a rotation side by side."""
    rows = matrix.shape[0] // heads // 2
    return matrix.reshape(heads, rows, 2, -1).swapaxes(1, 2).reshape(matrix.shape)


def load():
    file = GGUFReader(PATH)
    number = lambda key: file.fields["llama." + key].parts[-1][0].item()
    heads, kv_heads = number("attention.head_count"), number("attention.head_count_kv")
    tensors = {tensor.name: values(tensor) for tensor in file.tensors}
    config = transformers.LlamaConfig(
        vocab_size=tensors["token_embd.weight"].shape[0],
        hidden_size=number("embedding_length"),
        intermediate_size=number("feed_forward_length"),
        num_hidden_layers=number("block_count"),
        num_attention_heads=heads,
        num_key_value_heads=kv_heads,
        max_position_embeddings=number("context_length"),
        rms_norm_eps=number("attention.layer_norm_rms_epsilon"),
        rope_theta=number("rope.freq_base"),
        tie_word_embeddings=True,
    )
    config._attn_implementation = "eager" if LOOK == "patterns" else "sdpa"
    dtype = tensors["token_embd.weight"].dtype
    state = {
        "model.embed_tokens.weight": tensors["token_embd.weight"],
        "model.norm.weight": tensors["output_norm.weight"].to(dtype),
        "lm_head.weight": tensors["token_embd.weight"],
    }
    for layer in range(config.num_hidden_layers):
        for ours, theirs in NAMES.items():
            weight = tensors[f"blk.{layer}.{ours}.weight"].to(dtype)
            if ours in ("attn_q", "attn_k"):
                weight = half_split(weight, heads if ours == "attn_q" else kv_heads)
            state[f"model.layers.{layer}.{theirs}.weight"] = weight.contiguous()
    with torch.device("meta"):
        model = transformers.LlamaForCausalLM(config)
    model.load_state_dict(state, strict=True, assign=True)
    model.model.rotary_emb = type(model.model.rotary_emb)(config=config)
    return model.eval()


def play(model, ids):
    start = time.perf_counter_ns()
    out = model(ids, use_cache=GENERATE > 1, output_attentions=LOOK == "patterns", logits_to_keep=1)
    token = out.logits[:, -1:].argmax(-1)
    first = time.perf_counter_ns()
    if not torch.isfinite(out.logits).all():
        raise SystemExit("logits that are no numbers")
    if LOOK == "patterns":
        if len(out.attentions) != model.config.num_hidden_layers or out.attentions[-1].shape[-1] != PROMPT:
            raise SystemExit("patterns that are not there")
    decoding = time.perf_counter_ns()
    for _ in range(GENERATE - 1):
        out = model(token, past_key_values=out.past_key_values, use_cache=True)
        token = out.logits[:, -1:].argmax(-1)
    end = time.perf_counter_ns()
    return f"prefill={first - start}" + (f" decode={end - decoding}" if GENERATE > 1 else "")


def main():
    torch.set_num_threads(THREADS)
    model = load()
    ids = torch.randint(259, model.config.vocab_size, (1, PROMPT), generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        begun = time.perf_counter()
        rounds = 0
        while rounds < 2 or time.perf_counter() - begun < WARM_UP_SECONDS:
            play(model, ids)
            rounds += 1
        how = "eager, every pattern handed out" if LOOK == "patterns" else "fused attention"
        print(f"ready PyTorch {torch.__version__}, transformers {transformers.__version__}, {how}, {THREADS} threads", flush=True)
        for _ in sys.stdin:
            print(play(model, ids), flush=True)


main()
