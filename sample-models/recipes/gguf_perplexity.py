"""The perplexity of a packed GGUF of sample-16l in PyTorch, with activations as they are or rounded as llama.cpp rounds them.

    python3 gguf_perplexity.py --sample SAMPLE --gguf FILE.gguf --text TEXT.txt [--round]

Shows where Crosslayer and llama.cpp differ on packed weights: Crosslayer keeps activations in float32, llama.cpp packs
those of each product to 8 bits first (Q8_K, blocks of 256, before Q4_K and Q6_K; Q8_0, blocks of 32, before Q8_0).
The "llama.cpp" protocol: windows of 512 tokens, BOS as first token, tokens 258 to 512 scored. No GPU is needed.
"""

import argparse

import gguf
import numpy as np
import torch
from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast

WINDOW = 512
PROJECTIONS = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}


def q8_k(x: torch.Tensor) -> torch.Tensor:
    """Blocks of 256, the value of largest magnitude at -127, a float32 scale."""
    blocks = x.reshape(-1, 256)
    largest = blocks.gather(1, blocks.abs().argmax(1, keepdim=True))
    inverse = torch.where(largest == 0, torch.zeros_like(largest), -127 / largest)
    packed = torch.clamp(torch.round(inverse * blocks), max=127)
    return torch.where(largest == 0, torch.zeros_like(blocks), packed / inverse).reshape(x.shape)


def q8_0(x: torch.Tensor) -> torch.Tensor:
    """Blocks of 32, the largest magnitude at 127, a float16 scale."""
    blocks = x.reshape(-1, 32)
    scale = blocks.abs().amax(1, keepdim=True) / 127
    packed = torch.where(scale == 0, torch.zeros_like(blocks), torch.round(blocks / scale))
    return (packed * scale.half().float()).reshape(x.shape)


class Product(torch.nn.Module):
    def __init__(self, weight: np.ndarray, kind: str, rounds: bool):
        super().__init__()
        self.weight = torch.tensor(weight)
        self.round = (q8_k if kind.endswith("_K") else q8_0) if rounds and kind.startswith("Q") else None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return (self.round(x) if self.round else x) @ self.weight.T


def halves(weight: np.ndarray, heads: int) -> np.ndarray:
    """Rows of each head from neighbours, as GGUF's llama has them, to halves."""
    rows, columns = weight.shape
    return weight.reshape(heads, rows // heads // 2, 2, columns).swapaxes(1, 2).reshape(rows, columns)


def load(sample: str, file: str, rounds: bool):
    model = AutoModelForCausalLM.from_pretrained(sample, dtype=torch.float32, attn_implementation="eager").eval()
    tensors = {tensor.name: tensor for tensor in gguf.GGUFReader(file).tensors}

    def values(name: str) -> np.ndarray:
        tensor = tensors[name]
        shape = tuple(int(size) for size in reversed(tensor.shape))
        return gguf.quants.dequantize(tensor.data, tensor.tensor_type).astype(np.float32).reshape(shape)

    def product(weight: np.ndarray, name: str) -> Product:
        return Product(weight, tensors[name].tensor_type.name, rounds)

    heads = {"attn_q": model.config.num_attention_heads, "attn_k": model.config.num_key_value_heads}
    for index, layer in enumerate(model.model.layers):
        for place, part in PROJECTIONS.items():
            name = f"blk.{index}.{part}.weight"
            weight = halves(values(name), heads[part]) if part in heads else values(name)
            block, projection = place.split(".")
            setattr(getattr(layer, block), projection, product(weight, name))
        layer.input_layernorm.weight.data = torch.tensor(values(f"blk.{index}.attn_norm.weight"))
        layer.post_attention_layernorm.weight.data = torch.tensor(values(f"blk.{index}.ffn_norm.weight"))
    model.model.embed_tokens.weight.data = torch.tensor(values("token_embd.weight"))
    model.model.norm.weight.data = torch.tensor(values("output_norm.weight"))
    last = "output.weight" if "output.weight" in tensors else "token_embd.weight"
    model.lm_head = product(values(last), last)
    return model


@torch.no_grad()
def perplexity(model, ids: list[int], bos: int) -> tuple[float, int, int]:
    total, scored, windows = 0.0, 0, len(ids) // WINDOW
    for window in range(windows):
        tokens = torch.tensor([ids[window * WINDOW : (window + 1) * WINDOW]])
        tokens[0, 0] = bos
        logs = torch.log_softmax(model(input_ids=tokens, use_cache=False).logits[0].double(), -1)
        losses = -logs[:-1].gather(1, tokens[0, 1:, None])[WINDOW // 2 :]
        total += losses.sum().item()
        scored += losses.numel()
    return float(np.exp(total / scored)), windows, scored


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", required=True, help="folder of sample-16l")
    parser.add_argument("--gguf", required=True)
    parser.add_argument("--text", required=True)
    parser.add_argument("--round", action="store_true", help="round activations as llama.cpp does")
    given = parser.parse_args()
    model = load(given.sample, given.gguf, given.round)
    with open(given.text, "rb") as file:
        text = file.read().decode("utf-8", "ignore")
    bos = model.config.bos_token_id
    tokenizer = PreTrainedTokenizerFast.from_pretrained(given.sample)
    ids = [bos] + tokenizer(text, add_special_tokens=False).input_ids
    value, windows, scored = perplexity(model, ids, bos)
    print(f"perplexity {value:.4f}, {windows} windows of {WINDOW}, {scored} tokens scored")


if __name__ == "__main__":
    main()
