#!/usr/bin/env python3
"""Makes ../goldens/tokenizers: small vocabularies of every kind, with what the libraries that own them say.

Run from anywhere, with sentencepiece 0.2.2, tokenizers 0.23.2 and gguf 0.19.0 installed:

    python3 make_tokenizer_goldens.py

Everything is trained on the bundled story and a few lines below, with fixed seeds and one thread.
"""

import json
import pathlib

import gguf
import sentencepiece
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

HERE = pathlib.Path(__file__).resolve().parent
STORY = HERE.parent / "texts" / "the-lamplighters-ledger.txt"
OUT = HERE.parent / "goldens" / "tokenizers"
SAMPLE = HERE.parent / "models" / "sample-16l" / "tokenizer.json"

LINES = ["Führer naïve café Ångström", "нещо на Български", "我想在apple工作", "العربية עברית", "ﬁnd the ﬂour ½ Ⅳ ａｂｃ"]

TEXTS = [
    "",
    " ",
    "   ",
    "\n\n",
    "The lamplighter",
    " The  lamplighter wrote   it down. ",
    "lamplighter, ledger; lamps? 1234567890",
    "a\tb\r\nc",
    "aaaaaaa aaaa aaaaa",
    "Führer naïve café Ångström",
    "cafe\u0301 A\u030angstro\u0308m",
    "ﬁnd the ﬂour ½ Ⅳ ａｂｃ",
    "нещо на Български",
    "我想在apple工作1314151天～",
    "العربية עברית a",
    "x😀y 👩\u200d👩\u200d👧 🏳️\u200d🌈",
    "\u2581underline \u2581",
    "a\u00a0b\u3000c\u2028d",
    "<s>not a mark</s> <0x41>",
    "the [TAG]ledger[TAG] and<sep>more",
    "q\u0301\u0323 zyx",
]


# Characters that are written otherwise: shorter, longer, to nothing, with marks put together.
RULES = [("\ufb01", "fi"), ("\ufb02", "fl"), ("e\u0301", "\u00e9"), ("\u2163", "IV"), ("\t", " "), ("\u00a0", " "),
         ("\u3000", " "), ("\U0001f600", ":)"), ("\u200d", ""), ("A\u030a", "\u00c5"), ("\u00bd", "1\u20442")]


def save(name, value):
    path = OUT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def sentence_piece(name, **options):
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    training = OUT / "training.txt"
    training.write_text(STORY.read_text(encoding="utf-8") + "\n" + "\n".join(LINES * 3) + "\n", encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(training), model_prefix=str(folder / "tokenizer"), num_threads=1, minloglevel=2, **options)
    training.unlink()
    (folder / "tokenizer.vocab").unlink()
    processor = sentencepiece.SentencePieceProcessor(model_file=str(folder / "tokenizer.model"))
    cases = []
    for text in TEXTS:
        pieces = processor.encode(text, return_type="proto").pieces
        cases.append({"text": text, "ids": [p.id for p in pieces], "offsets": [(p.begin, p.end) for p in pieces]})
    save(f"{name}/golden.json", {"by": "sentencepiece " + sentencepiece.__version__, "cases": cases})
    return processor


def gguf_of(name, processor, model, pre_normalized):
    writer = gguf.GGUFWriter(OUT / name / "vocabulary.gguf", "llama")
    writer.add_tokenizer_model(model)
    n = processor.get_piece_size()
    types = []
    for i in range(n):
        types.append(
            gguf.TokenType.UNKNOWN if processor.is_unknown(i)
            else gguf.TokenType.CONTROL if processor.is_control(i)
            else gguf.TokenType.BYTE if processor.is_byte(i)
            else gguf.TokenType.UNUSED if processor.is_unused(i)
            else gguf.TokenType.NORMAL)
    writer.add_token_list([processor.id_to_piece(i).encode() for i in range(n)])
    writer.add_token_scores([processor.get_score(i) for i in range(n)])
    writer.add_token_types(types)
    writer.add_unk_token_id(processor.unk_id())
    writer.add_bos_token_id(processor.bos_id())
    writer.add_eos_token_id(processor.eos_id())
    if pre_normalized is not None:
        writer.add_remove_extra_whitespaces(True)
        writer.add_precompiled_charsmap(pre_normalized)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()


def charsmap(path):
    from sentencepiece import sentencepiece_model_pb2
    model = sentencepiece_model_pb2.ModelProto()
    model.ParseFromString(path.read_bytes())
    return model.normalizer_spec.precompiled_charsmap


def hugging_face(name, tokenizer):
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    cases = []
    for text in TEXTS:
        encoding = tokenizer.encode(text, add_special_tokens=False)
        cases.append({"text": text, "ids": encoding.ids, "offsets": encoding.offsets})
    save(f"{name}/golden.json", {
        "by": "tokenizers 0.23.2",
        "special": tokenizer.encode("The ledger").ids,
        "cases": cases,
    })


def trained(tokenizer, trainer):
    tokenizer.train_from_iterator(STORY.read_text(encoding="utf-8").splitlines() + LINES * 3, trainer)
    return tokenizer


def hugging_face_kinds():
    pieces = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    pieces.normalizer = normalizers.BertNormalizer(lowercase=True)
    pieces.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trained(pieces, trainers.WordPieceTrainer(
        vocab_size=400, special_tokens=["[UNK]", "[CLS]", "[SEP]"], show_progress=False))
    pieces.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)])
    hugging_face("json-wordpiece", pieces)

    words = Tokenizer(models.WordLevel(unk_token="[UNK]"))
    words.normalizer = normalizers.Sequence([normalizers.NFKD(), normalizers.StripAccents(), normalizers.Lowercase()])
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    trained(words, trainers.WordLevelTrainer(vocab_size=300, special_tokens=["[UNK]"], show_progress=False))
    hugging_face("json-wordlevel", words)

    unigram = Tokenizer(models.Unigram())
    unigram.normalizer = normalizers.Sequence([
        normalizers.Precompiled(charsmap(OUT / "unigram-rules" / "tokenizer.model")),
        normalizers.Replace(Regex(" {2,}"), " "),
    ])
    unigram.pre_tokenizer = pre_tokenizers.Metaspace()
    unigram.decoder = decoders.Metaspace()
    trained(unigram, trainers.UnigramTrainer(
        vocab_size=400, special_tokens=["<unk>", "<s>", "</s>"], unk_token="<unk>", show_progress=False))
    hugging_face("json-unigram", unigram)

    metaspace = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    metaspace.normalizer = normalizers.Sequence([normalizers.Prepend("\u2581"), normalizers.Replace(" ", "\u2581")])
    metaspace.decoder = decoders.Sequence([
        decoders.Replace("\u2581", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    trained(metaspace, trainers.BpeTrainer(
        vocab_size=600, show_progress=False,
        special_tokens=["<unk>", "<s>", "</s>"] + [f"<0x{b:02X}>" for b in range(256)]))
    # Bytes are part of the vocabulary, not marks.
    form = json.loads(metaspace.to_str())
    form["added_tokens"] = form["added_tokens"][:3]
    metaspace = Tokenizer.from_str(json.dumps(form))
    metaspace.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
    hugging_face("json-bpe-byte-fallback", metaspace)


LLAMA_3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
           r"|\s*[\r\n]+|\s+(?!\S)|\s+")


def byte_level(name, pre, splits):
    """The sample model's vocabulary as GGUF under another way of parting words, and what that way gives."""
    form = json.loads(SAMPLE.read_text(encoding="utf-8"))
    form["pre_tokenizer"] = {"type": "Sequence", "pretokenizers": [
        {"type": "Split", "pattern": {"Regex": s}, "behavior": "Isolated", "invert": False} for s in splits
    ] + [{"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": not splits}]}
    form["model"]["ignore_merges"] = pre == "llama-bpe"
    tokenizer = Tokenizer.from_str(json.dumps(form))
    cases = [{"text": t, "ids": tokenizer.encode(t, add_special_tokens=False).ids} for t in TEXTS]
    save(f"{name}/golden.json", {"by": "tokenizers 0.23.2", "cases": cases})
    vocabulary = sorted(form["model"]["vocab"].items(), key=lambda item: item[1])
    marks = {t["id"] for t in form["added_tokens"]}
    writer = gguf.GGUFWriter(OUT / name / "vocabulary.gguf", "llama")
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pre)
    writer.add_token_list([token.encode() for token, _ in vocabulary])
    writer.add_token_types([gguf.TokenType.CONTROL if i in marks else gguf.TokenType.NORMAL
                            for _, i in vocabulary])
    writer.add_token_merges([" ".join(m) if isinstance(m, list) else m for m in form["model"]["merges"]])
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(1)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    bytes_ = sentence_piece(
        "bpe-byte-fallback", model_type="bpe", vocab_size=700, byte_fallback=True, character_coverage=0.99,
        normalization_rule_name="identity", remove_extra_whitespaces=False, split_digits=True)
    gguf_of("bpe-byte-fallback", bytes_, "llama", None)
    sentence_piece(
        "bpe-symbols", model_type="bpe", vocab_size=400, character_coverage=0.99,
        normalization_rule_name="identity", user_defined_symbols=["[TAG]", "<sep>", "  "])
    sentence_piece(
        "unigram-nfkc", model_type="unigram", vocab_size=400, character_coverage=0.99,
        normalization_rule_name="nmt_nfkc", user_defined_symbols=["[TAG]"])
    rules = OUT / "rules.tsv"
    rules.write_text("".join(
        " ".join(f"{ord(c):X}" for c in a) + "\t" + " ".join(f"{ord(c):X}" for c in b) + "\n" for a, b in RULES))
    unigram = sentence_piece(
        "unigram-rules", model_type="unigram", vocab_size=400, character_coverage=0.99,
        normalization_rule_tsv=str(rules))
    rules.unlink()
    gguf_of("unigram-rules", unigram, "t5", charsmap(OUT / "unigram-rules" / "tokenizer.model"))
    sentence_piece(
        "unigram-suffix", model_type="unigram", vocab_size=700, byte_fallback=True, character_coverage=0.99,
        normalization_rule_name="identity", treat_whitespace_as_suffix=True)
    hugging_face_kinds()
    byte_level("byte-level-llama3", "llama-bpe", [LLAMA_3])
    byte_level("byte-level-starcoder", "starcoder", [
        r"\p{N}", r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"])


main()
