"""Writes what Hugging Face transformers computes for a model, for `crosslayer parity MODEL REFERENCE.safetensors`.

    python make_reference.py MODEL OUT.safetensors [--text TEXT] [--tokens 64]

float32, eager attention, one text. The file holds input_ids I64 [1, n], logits F32 [1, n, vocabulary],
hidden F32 [layers + 1, 1, n, width] (before each layer, the last one after the final norm) and
attentions F32 [layers, 1, heads, n, n].
"""

import argparse

import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

TEXT = (
    "The harbour lay still under the last of the light, and Margaret stood at the end of the pier with her hands in "
    "the pockets of her brother's coat. \"He will come,\" she said, \"or he will not come; and either way the tide will "
    'turn at nine." The old man laughed at that, and went on mending his net.'
)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("out")
    parser.add_argument("--text", default=TEXT)
    parser.add_argument("--tokens", type=int, default=64, help="at most so many tokens of the text")
    given = parser.parse_args()

    model = AutoModelForCausalLM.from_pretrained(given.model, dtype=torch.float32, attn_implementation="eager").eval()
    ids = AutoTokenizer.from_pretrained(given.model)(given.text, return_tensors="pt").input_ids[:, : given.tokens]
    with torch.no_grad():
        out = model(input_ids=ids, output_attentions=True, output_hidden_states=True, use_cache=False)
    save_file(
        {
            "input_ids": ids.contiguous(),
            "logits": out.logits.float().contiguous(),
            "hidden": torch.stack(out.hidden_states).float().contiguous(),
            "attentions": torch.stack(out.attentions).float().contiguous(),
        },
        given.out,
    )
    print(f"{given.out}: {ids.shape[1]} tokens, {len(out.attentions)} layers")


if __name__ == "__main__":
    main()
