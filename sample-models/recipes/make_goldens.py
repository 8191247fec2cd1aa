"""Makes the golden files: what Hugging Face transformers and SciPy say, for Crosslayer's tests to agree with.

    python3 make_goldens.py --sample SAMPLE --out OUT --seed SEED [--only NAME,NAME]

For each line of ARCHITECTURES a tiny model with random weights is made, run once in float32 with plain ("eager")
attention on random ids, and written to OUT/<name> as a Hugging Face folder with a golden.safetensors beside it:

    input_ids   I64 [1, n]
    logits      F32 [1, n, nVocab]
    hidden      F32 [nLayers + 1, 1, n, dModel]   before each layer, then after the final norm
    attentions  F32 [nLayers, 1, nHeads, n, n]    patterns, after softmax

SAMPLE is the folder of sample-16l. It is run on one short passage, and SciPy adds divergences and assignments:

    jsd_layers_head_mean  F64 [nLayers, nLayers]           heads averaged first
    jsd_heads_adjacent    F64 [nLayers - 1, nHeads, nHeads] [l - 1][head of layer l][head of layer l - 1]
    argmin_adjacent       I64 [nLayers - 1, nHeads]        for each head of layer l the closest of layer l - 1
    hungarian_adjacent    I64 [nLayers - 1, nHeads]        the same, one to one, with the smallest sum

A divergence is Jensen-Shannon in nats, the mean over all causal rows, row 0 included. No GPU is needed.
"""

import argparse
import dataclasses
import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import jensenshannon
from transformers import AutoConfig, AutoModelForCausalLM, PreTrainedTokenizerFast

ROWS = 40  # tokens of each random input
SAMPLE_ROWS = 96  # most tokens of the passage for sample-16l
VECTOR_NOISE = 0.1  # moves norms and biases away from the ones and zeros that would hide a mistake

PASSAGE = (
    "The harbour lay still under the last of the light, and Margaret stood at the end of the pier with her hands in "
    "the pockets of her brother's coat. \"He will come,\" she said, \"or he will not come; and either way the tide "
    "will turn at nine.\" The old man laughed at that, and went on mending his net."
)

# Small enough to keep in a repository, large enough that every head and layer differs.
TINY = dict(
    vocab_size=160,
    hidden_size=64,
    intermediate_size=112,
    num_hidden_layers=4,
    num_attention_heads=4,
    num_key_value_heads=2,
    max_position_embeddings=128,
    bos_token_id=0,
    eos_token_id=1,
    pad_token_id=None,
    initializer_range=0.12,
)

# What families with names of their own for sizes share.
SPECIAL = dict(vocab_size=160, bos_token_id=0, eos_token_id=1, initializer_range=0.12)

# With this original context pair 0 of a head is short enough to be kept (wavelength 6.3, bound 8) and all others are
# long enough to be divided (32.4 and more, bound 32). None lies in the smooth passage between the two bounds.
LLAMA_31_ROPE = dict(
    rope_type="llama3",
    rope_theta=500000.0,
    factor=8.0,
    low_freq_factor=1.0,
    high_freq_factor=4.0,
    original_max_position_embeddings=32,
)


def rope(kind: str, **values) -> dict:
    return dict(rope_type=kind, rope_theta=10000.0, **values)


@dataclasses.dataclass(frozen=True)
class Architecture:
    """One tiny model. To cover another family, add a line to the table below."""

    name: str
    model_type: str  # as transformers knows it
    changes: dict  # to TINY
    classic_keys: bool  # config.json as older checkpoints have it: rope_theta and torch_dtype at the top level
    base: dict = dataclasses.field(default_factory=lambda: TINY)


ARCHITECTURES = (
    Architecture("llama-mha", "llama", dict(num_key_value_heads=4, tie_word_embeddings=True), classic_keys=True),
    Architecture(
        "llama31-gqa",
        "llama",
        dict(rope_parameters=LLAMA_31_ROPE, tie_word_embeddings=False),
        classic_keys=False,
    ),
    Architecture("mistral-sliding", "mistral", dict(sliding_window=12, head_dim=24), classic_keys=True),
    Architecture("qwen2", "qwen2", dict(tie_word_embeddings=True), classic_keys=False),
    Architecture("qwen3", "qwen3", dict(head_dim=32), classic_keys=True),
    Architecture("gemma", "gemma", dict(head_dim=20, hidden_activation="gelu_pytorch_tanh"), classic_keys=False),
    Architecture(
        "gemma2",
        "gemma2",
        dict(
            head_dim=16,
            sliding_window=10,
            query_pre_attn_scalar=24,
            attn_logit_softcapping=20.0,
            final_logit_softcapping=12.0,
        ),
        classic_keys=True,
    ),
    Architecture(
        "gemma3",
        "gemma3_text",
        dict(head_dim=16, sliding_window=10, query_pre_attn_scalar=16, sliding_window_pattern=3),
        classic_keys=False,
    ),
    Architecture("phi3", "phi3", dict(), classic_keys=True),
    Architecture("gpt2", "gpt2", dict(n_embd=64, n_layer=4, n_head=4, n_positions=128), False, SPECIAL),
    Architecture(
        "gpt-neox",
        "gpt_neox",
        dict(
            hidden_size=64,
            intermediate_size=112,
            num_hidden_layers=4,
            num_attention_heads=4,
            max_position_embeddings=128,
            rotary_pct=0.25,
            use_parallel_residual=True,
        ),
        True,
        SPECIAL,
    ),
    Architecture(
        "opt",
        "opt",
        dict(
            hidden_size=64,
            ffn_dim=112,
            num_hidden_layers=4,
            num_attention_heads=4,
            max_position_embeddings=128,
            word_embed_proj_dim=64,
            init_std=0.12,
            pad_token_id=1,
        ),
        False,
        SPECIAL,
    ),
    Architecture("bloom", "bloom", dict(hidden_size=64, n_layer=4, n_head=4), True, SPECIAL),
    Architecture("phi2", "phi", dict(partial_rotary_factor=0.375, num_key_value_heads=4), classic_keys=True),
    Architecture("olmo2", "olmo2", dict(rope_theta=500000.0), classic_keys=False),
    Architecture("starcoder2", "starcoder2", dict(sliding_window=10, use_bias=True), classic_keys=True),
    Architecture("smollm3", "smollm3", dict(), classic_keys=True),
    Architecture(
        "granite",
        "granite",
        dict(
            embedding_multiplier=3.0,
            attention_multiplier=0.4,
            residual_multiplier=0.22,
            logits_scaling=4.0,
            attention_bias=True,
        ),
        classic_keys=False,
    ),
    # The same families with what else their files may say.
    Architecture("llama-linear", "llama", dict(rope_parameters=rope("linear", factor=4.0)), classic_keys=True),
    Architecture(
        "llama-dynamic",
        "llama",
        dict(rope_parameters=rope("dynamic", factor=2.0), max_position_embeddings=32),
        classic_keys=True,
    ),
    Architecture(
        "llama-yarn",
        "llama",
        dict(rope_parameters=rope("yarn", factor=4.0, original_max_position_embeddings=32)),
        classic_keys=False,
    ),
    # Wavelengths of 19.9 and 62.9 lie in the passage between the bounds of 16 and 64.
    Architecture(
        "llama31-passage",
        "llama",
        dict(
            rope_parameters=rope(
                "llama3",
                factor=8.0,
                low_freq_factor=1.0,
                high_freq_factor=4.0,
                original_max_position_embeddings=64,
            )
        ),
        classic_keys=True,
    ),
    Architecture(
        "qwen2-windows",
        "qwen2",
        dict(use_sliding_window=True, sliding_window=10, max_window_layers=2),
        classic_keys=True,
    ),
    # As Phi-4-mini has it: three quarters of a head turned, with factors for the long text that 40 tokens are.
    Architecture(
        "phi3-longrope",
        "phi3",
        dict(
            rope_parameters=rope(
                "longrope",
                partial_rotary_factor=0.75,
                original_max_position_embeddings=32,
                short_factor=[1.0, 1.02, 1.05, 1.1, 1.2, 1.4],
                long_factor=[1.0, 1.5, 2.2, 3.1, 4.4, 6.0],
            ),
            original_max_position_embeddings=32,
        ),
        classic_keys=True,
    ),
    Architecture(
        "gpt-neox-serial",
        "gpt_neox",
        dict(
            hidden_size=64,
            intermediate_size=112,
            num_hidden_layers=4,
            num_attention_heads=4,
            max_position_embeddings=128,
            use_parallel_residual=False,
        ),
        False,
        SPECIAL,
    ),
    # Slopes of ALiBi where the number of heads is no power of two, as in the model of 176 billion.
    Architecture("bloom-6-heads", "bloom", dict(hidden_size=48, n_layer=4, n_head=6), True, SPECIAL),
    Architecture("seed-oss", "seed_oss", dict(head_dim=24, attention_out_bias=True), classic_keys=False),
)


def new_tiny_model(architecture: Architecture, seed: int):
    config = AutoConfig.for_model(architecture.model_type, **{**architecture.base, **architecture.changes})
    torch.manual_seed(seed + len(architecture.name))
    model = AutoModelForCausalLM.from_config(config, attn_implementation="eager").float().eval()
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.dim() == 1:
                parameter.add_(torch.randn_like(parameter) * VECTOR_NOISE)
    return model


@torch.no_grad()
def capture(model, ids: torch.Tensor) -> dict[str, torch.Tensor]:
    """One forward pass with everything kept."""
    output = model(input_ids=ids, output_attentions=True, output_hidden_states=True, use_cache=False)
    return dict(
        input_ids=ids,
        logits=output.logits.float(),
        hidden=torch.stack([h.float() for h in output.hidden_states]),
        attentions=torch.stack([a.float() for a in output.attentions]),
    )


def with_classic_keys(config: dict) -> dict:
    """The same configuration in the key style of most checkpoints on the Hub."""
    config = dict(config)
    rope = dict(config.pop("rope_parameters", None) or {})
    if "rope_theta" in rope:
        theta = "rotary_emb_base" if config["model_type"] == "gpt_neox" else "rope_theta"
        config[theta] = rope.pop("rope_theta")
    if "partial_rotary_factor" in rope:
        share = "rotary_pct" if config["model_type"] == "gpt_neox" else "partial_rotary_factor"
        config[share] = rope.pop("partial_rotary_factor")
    if rope.get("rope_type", "default") != "default":
        config["rope_scaling"] = rope
    if "dtype" in config:
        config["torch_dtype"] = config.pop("dtype")
    return config


def write_tensors(tensors: dict[str, torch.Tensor], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, folder / "golden.safetensors")


def make_tiny(architecture: Architecture, out: Path, seed: int) -> None:
    folder = out / architecture.name
    model = new_tiny_model(architecture, seed)
    model.save_pretrained(folder, safe_serialization=True)
    (folder / "generation_config.json").unlink(missing_ok=True)
    ids = torch.randint(2, TINY["vocab_size"], (1, ROWS))
    write_tensors(capture(model, ids), folder)
    path = folder / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    if architecture.classic_keys:
        config = with_classic_keys(config)
    path.write_text(json.dumps(config, indent=1), encoding="utf-8")


def divergence(p: np.ndarray, q: np.ndarray) -> float:
    """Mean Jensen-Shannon divergence in nats between the causal rows of two maps [n, n].

    SciPy gives the distance, which is the square root. Two equal rows can come out as the root of a tiny negative
    number; they count as 0.
    """
    rows = [jensenshannon(p[i, : i + 1], q[i, : i + 1]) ** 2 for i in range(len(p))]
    return float(np.mean(np.nan_to_num(rows)))


def between_layers(patterns: np.ndarray) -> np.ndarray:
    """[nLayers, nLayers] of patterns [nLayers, nHeads, n, n], heads averaged first."""
    maps = patterns.mean(axis=1)
    count = len(maps)
    result = np.zeros((count, count))
    for upper in range(count):
        for lower in range(upper):
            result[upper, lower] = result[lower, upper] = divergence(maps[upper], maps[lower])
    return result


def between_heads(patterns: np.ndarray) -> np.ndarray:
    """[nLayers - 1, nHeads, nHeads]: every head of a layer against every head of the layer below."""
    return np.array(
        [
            [[divergence(head, other) for other in patterns[layer - 1]] for head in patterns[layer]]
            for layer in range(1, len(patterns))
        ]
    )


def make_sample(sample: Path, out: Path) -> None:
    tokenizer = PreTrainedTokenizerFast.from_pretrained(sample)
    model = AutoModelForCausalLM.from_pretrained(sample, dtype=torch.float32, attn_implementation="eager").eval()
    text_ids = tokenizer(PASSAGE, add_special_tokens=False).input_ids
    ids = torch.tensor([[model.config.bos_token_id] + text_ids])[:, :SAMPLE_ROWS]
    tensors = capture(model, ids)
    del tensors["hidden"]  # the attention is what is compared here; hidden states are covered by the tiny models
    patterns = tensors["attentions"][:, 0].double().numpy()
    heads = between_heads(patterns)
    tensors["jsd_layers_head_mean"] = torch.tensor(between_layers(patterns))
    tensors["jsd_heads_adjacent"] = torch.tensor(heads)
    tensors["argmin_adjacent"] = torch.tensor(heads.argmin(axis=2))
    tensors["hungarian_adjacent"] = torch.tensor(np.stack([linear_sum_assignment(cost)[1] for cost in heads]))
    folder = out / "sample-16l"
    write_tensors(tensors, folder)
    note = (
        "jsd: natural log, scipy jensenshannon squared, mean over all rows (row 0 included); "
        "index [l-1][head of layer l][head of layer l-1]"
    )
    (folder / "golden.json").write_text(json.dumps(dict(text=PASSAGE, note=note), indent=1), encoding="utf-8")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=Path, required=True, help="folder of sample-16l")
    parser.add_argument("--out", type=Path, required=True, help="where the golden folders are made")
    parser.add_argument("--seed", type=int, required=True, help="of the random weights and ids")
    parser.add_argument("--only", help="names of those to make, with commas between; all if absent")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    only = set(options.only.split(",")) if options.only else None
    for architecture in ARCHITECTURES:
        if only is not None and architecture.name not in only:
            continue
        make_tiny(architecture, options.out, options.seed)
        print(architecture.name, flush=True)
    if only is None or "sample-16l" in only:
        make_sample(options.sample, options.out)
        print("sample-16l", flush=True)


if __name__ == "__main__":
    main()
