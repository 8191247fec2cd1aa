#!/usr/bin/env python3
"""Makes the vocabularies among the seeds in ../goldens/fuzz: as small as can be, so that damage hits something.

    python3 make_fuzz_seeds.py

Needs sentencepiece, protobuf, tokenizers and gguf, like make_tokenizer_goldens.py, which has to run first.
"""

import json
import pathlib

import gguf
from sentencepiece import sentencepiece_model_pb2 as proto
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

GOLDENS = pathlib.Path(__file__).resolve().parent.parent / "goldens"
OUT = GOLDENS / "fuzz"

PIECES = [("<unk>", 0, 2), ("<s>", 0, 3), ("</s>", 0, 3), ("\u2581", -3, 1), ("a", -4, 1), ("t", -5, 1), ("h", -6, 1),
          ("e", -7, 1), ("th", -1, 1), ("the", -2, 5), ("\u2581the", -2.5, 1), ("[T]", 0, 4), ("\U0001f600", -9, 1)]


def charsmap():
    model = proto.ModelProto()
    model.ParseFromString((GOLDENS / "tokenizers" / "unigram-rules" / "tokenizer.model").read_bytes())
    return model.normalizer_spec.precompiled_charsmap


def sentence_pieces(name, kind, with_bytes, rules):
    model = proto.ModelProto()
    pieces = PIECES + ([(f"<0x{b:02X}>", 0, 6) for b in range(256)] if with_bytes else [])
    for text, score, kind_of_piece in pieces:
        model.pieces.add(piece=text, score=score, type=kind_of_piece)
    model.trainer_spec.model_type = kind
    model.trainer_spec.byte_fallback = with_bytes
    model.normalizer_spec.name = "seed"
    model.normalizer_spec.precompiled_charsmap = rules
    model.normalizer_spec.remove_extra_whitespaces = not with_bytes
    (OUT / "sentencepiece" / f"{name}.model").write_bytes(model.SerializeToString())


def pieces_as_gguf(name, kind, rules):
    writer = gguf.GGUFWriter(OUT / "gguf" / f"{name}.gguf", "llama")
    writer.add_tokenizer_model(kind)
    writer.add_token_list([t.encode() for t, _, _ in PIECES])
    writer.add_token_scores([float(s) for _, s, _ in PIECES])
    writer.add_token_types([t for _, _, t in PIECES])
    writer.add_bos_token_id(1)
    writer.add_unk_token_id(0)
    if rules:
        writer.add_precompiled_charsmap(rules)
    done(writer)


def bytes_as_gguf():
    writer = gguf.GGUFWriter(OUT / "gguf" / "byte-level.gguf", "llama")
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("llama-bpe")
    writer.add_token_list([t.encode() for t in ["<|b|>", "a", "t", "h", "e", "\u0120", "th", "the", "\u0120the"]])
    writer.add_token_types([3] + [1] * 8)
    writer.add_token_merges(["t h", "th e", "\u0120 the"])
    writer.add_bos_token_id(0)
    done(writer)


def done(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()


def save(name, tokenizer):
    (OUT / "tokenizer" / f"{name}.json").write_text(tokenizer.to_str(), encoding="utf-8")


def tokenizer_jsons():
    bpe = Tokenizer(models.BPE(vocab={"a": 0, "t": 1, "h": 2, "e": 3, "\u0120": 4, "th": 5, "the": 6, "<s>": 7},
                               merges=[("t", "h"), ("th", "e")]))
    bpe.add_special_tokens(["<s>"])
    bpe.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(r"\p{N}{1,3}|\s+(?!\S)"), "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False)])
    bpe.decoder = decoders.ByteLevel()
    bpe.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 7)])
    save("byte-level", bpe)

    unigram = Tokenizer(models.Unigram([("<unk>", 0.0), ("\u2581", -3.0), ("t", -4.0), ("h", -5.0), ("the", -2.0)], 0))
    unigram.normalizer = normalizers.Sequence([normalizers.Precompiled(charsmap()), normalizers.NFKC()])
    unigram.pre_tokenizer = pre_tokenizers.Metaspace()
    unigram.decoder = decoders.Metaspace()
    save("unigram", unigram)

    words = Tokenizer(models.WordPiece({"[UNK]": 0, "the": 1, "##re": 2, "a": 3}, unk_token="[UNK]"))
    words.normalizer = normalizers.BertNormalizer()
    words.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    words.decoder = decoders.WordPiece()
    save("wordpiece", words)


def main():
    for folder in ("gguf", "tokenizer", "sentencepiece"):
        (OUT / folder).mkdir(parents=True, exist_ok=True)
    sentence_pieces("bpe", 2, False, b"")
    sentence_pieces("bpe-bytes", 2, True, b"")
    sentence_pieces("unigram", 1, False, charsmap())
    pieces_as_gguf("llama", "llama", b"")
    pieces_as_gguf("t5", "t5", charsmap())
    bytes_as_gguf()
    tokenizer_jsons()


main()
