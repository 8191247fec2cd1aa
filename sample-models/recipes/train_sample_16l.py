"""Trains sample-16l, the small Llama-architecture model that Crosslayer ships.

    python3 train_sample_16l.py --corpus BOOKS --out OUT --seconds SECONDS

BOOKS is a folder of plain-text public-domain novels (UTF-8, one file a book). OUT/sample-16l becomes a Hugging Face
folder: config.json, model.safetensors (BF16), tokenizer.json and training.json, the record of the run.

Needs one CUDA GPU. The schedule follows the clock, not a count of steps, so that a run ends when its time is up: the
same seconds on a faster card give more steps. Random numbers are seeded, but a GPU run is not repeatable bit for bit.
"""

import argparse
import dataclasses
import json
import math
import time
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

NAME = "sample-16l"

BOS, EOS = "<|begin_of_text|>", "<|end_of_text|>"
BOS_ID, EOS_ID = 0, 1  # the trainer numbers special tokens first, in the order given

# Never trained on. The first is also the book of the perplexities in the model card.
HELD_OUT = (
    "Anne_Bronte_Agnes_Grey.txt",
    "Charles_Dickens_Hard_Times.txt",
    "Robert_Louis_Stevenson_Kidnapped.txt",
)

ARCHITECTURE = dict(
    vocab_size=4096,
    hidden_size=256,
    intermediate_size=768,
    num_hidden_layers=16,
    num_attention_heads=8,
    num_key_value_heads=8,
    max_position_embeddings=2048,
    rope_theta=10000.0,
    tie_word_embeddings=True,
    rms_norm_eps=1e-5,
)


@dataclasses.dataclass(frozen=True)
class Schedule:
    """How the model is trained."""

    seconds: float
    context: int = 1024  # tokens a sequence
    batch: int = 64  # sequences a step
    peak_rate: float = 3e-3
    floor: float = 0.05  # the rate ends at this part of the peak
    warm_up_steps: int = 200
    weight_decay: float = 0.1  # matrices only; norms are left alone
    clip_norm: float = 1.0
    seed: int = 7
    valid_seed: int = 1  # the same validation passages every time
    valid_batches: int = 8
    report_every: int = 500  # steps

    def rate(self, step: int, time_spent: float) -> float:
        """Linear warm-up by steps, then a cosine by the part of the time that is spent, in [0, 1)."""
        warm_up = min(1.0, (step + 1) / self.warm_up_steps)
        cosine = 0.5 * (1 + math.cos(math.pi * time_spent))
        return self.peak_rate * warm_up * (self.floor + (1 - self.floor) * cosine)


def read_books(corpus: Path) -> tuple[list[str], list[str]]:
    """All books in order of their names, as (training, held out)."""
    training, held_out = [], []
    for path in sorted(corpus.glob("*.txt")):
        books = held_out if path.name in HELD_OUT else training
        books.append(path.read_text(encoding="utf-8"))
    if not training or len(held_out) != len(HELD_OUT):
        raise SystemExit(f"{corpus}: needs training books and all of {', '.join(HELD_OUT)}")
    return training, held_out


def train_tokenizer(books: list[str]) -> Tokenizer:
    """Byte-level byte-pair encoding, learnt from the training books only; adds no special token by itself."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=ARCHITECTURE["vocab_size"],
        special_tokens=[BOS, EOS],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(books, trainer)
    return tokenizer


def encode(tokenizer: Tokenizer, books: list[str], paragraphs: int = 64) -> torch.Tensor:
    """All books as one line of ids, each between BOS and EOS; cut at paragraphs so that threads share the work."""
    ids: list[int] = []
    for book in books:
        parts = book.split("\n\n")
        chunks = ["\n\n".join(parts[i : i + paragraphs]) + "\n\n" for i in range(0, len(parts), paragraphs)]
        ids.append(BOS_ID)
        for encoding in tokenizer.encode_batch(chunks):
            ids.extend(encoding.ids)
        ids.append(EOS_ID)
    return torch.tensor(ids, dtype=torch.int32)


def new_model() -> LlamaForCausalLM:
    config = LlamaConfig(bos_token_id=BOS_ID, eos_token_id=EOS_ID, attn_implementation="sdpa", **ARCHITECTURE)
    return LlamaForCausalLM(config).cuda()


def new_optimizer(model: torch.nn.Module, schedule: Schedule) -> torch.optim.AdamW:
    matrices = [p for p in model.parameters() if p.dim() >= 2]
    vectors = [p for p in model.parameters() if p.dim() < 2]
    groups = [
        dict(params=matrices, weight_decay=schedule.weight_decay),
        dict(params=vectors, weight_decay=0.0),
    ]
    return torch.optim.AdamW(groups, lr=schedule.peak_rate, betas=(0.9, 0.95), fused=True)


def draw(ids: torch.Tensor, schedule: Schedule, generator: torch.Generator | None = None):
    """A batch of passages from random places: inputs and the tokens that follow them, both [batch, context]."""
    starts = torch.randint(
        0, len(ids) - schedule.context - 1, (schedule.batch,), device="cuda", generator=generator
    )
    offsets = torch.arange(schedule.context + 1, device="cuda")
    rows = ids[starts[:, None] + offsets[None]].long()
    return rows[:, :-1], rows[:, 1:]


def loss_of(model, inputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Mean negative log-likelihood in nats; the model runs in bfloat16, the softmax in float32."""
    with torch.autocast("cuda", dtype=torch.bfloat16):
        logits = model(input_ids=inputs, use_cache=False).logits
    return torch.nn.functional.cross_entropy(logits.float().flatten(0, 1), targets.reshape(-1))


@torch.no_grad()
def validate(model, ids: torch.Tensor, schedule: Schedule) -> float:
    """Mean loss over the same random passages of the held-out books each time."""
    generator = torch.Generator(device="cuda").manual_seed(schedule.valid_seed)
    losses = [loss_of(model, *draw(ids, schedule, generator)).item() for _ in range(schedule.valid_batches)]
    return sum(losses) / len(losses)


def train(model, training: torch.Tensor, held_out: torch.Tensor, schedule: Schedule) -> dict:
    """Trains until the time is up; returns the record of the run."""
    optimizer = new_optimizer(model, schedule)
    compiled = torch.compile(model)
    step, curve = 0, []
    start = time.time()
    while (spent := (time.time() - start) / schedule.seconds) < 1:
        for group in optimizer.param_groups:
            group["lr"] = schedule.rate(step, spent)
        loss = loss_of(compiled, *draw(training, schedule))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), schedule.clip_norm)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        step += 1
        if step == 5:  # compiling is over by now and should not count as training time
            start = max(start, time.time() - 0.02 * schedule.seconds)
        if step % schedule.report_every == 0:
            valid = validate(compiled, held_out, schedule)
            curve.append((step, tokens_seen(step, schedule), loss.item(), valid))
            perplexity = math.exp(valid)
            print(f"step {step}: train {loss.item():.4f}, valid {valid:.4f}, perplexity {perplexity:.2f}", flush=True)
    return dict(
        steps=step,
        tokens=tokens_seen(step, schedule),
        unique_tokens=len(training),
        valid_loss=validate(compiled, held_out, schedule),
        params=sum(p.numel() for p in model.parameters()),
        curve=curve,  # (step, tokens seen, training loss, validation loss)
    )


def tokens_seen(step: int, schedule: Schedule) -> int:
    return step * schedule.batch * schedule.context


def save(model, tokenizer: Tokenizer, record: dict, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    model.to(torch.bfloat16).save_pretrained(folder, safe_serialization=True)
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token=BOS, eos_token=EOS).save_pretrained(folder)
    (folder / "training.json").write_text(json.dumps(record, indent=1), encoding="utf-8")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of plain-text books, one file each")
    parser.add_argument("--out", type=Path, required=True, help=f"where the folder {NAME} is made")
    parser.add_argument("--seconds", type=float, required=True, help="time to train")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    schedule = Schedule(seconds=options.seconds)
    torch.manual_seed(schedule.seed)
    training_books, held_out_books = read_books(options.corpus)
    tokenizer = train_tokenizer(training_books)
    training = encode(tokenizer, training_books).cuda()
    held_out = encode(tokenizer, held_out_books).cuda()
    print(f"{len(training_books)} books, {len(training)} tokens; held out: {len(held_out)} tokens", flush=True)
    model = new_model()
    record = train(model, training, held_out, schedule)
    print(f"{record['steps']} steps, perplexity {math.exp(record['valid_loss']):.2f} on held-out books", flush=True)
    save(model, tokenizer, record, options.out / NAME)


if __name__ == "__main__":
    main()
