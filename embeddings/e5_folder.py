"""Weights -> a folder that SentenceTransformer opens: tensors, tokenizer, settings."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from embeddings.e5_weights import Weights, dequantise

if TYPE_CHECKING:
    from tokenizers import Tokenizer, normalizers

__all__ = ["MAX_TOKENS", "kept_rows", "write_folder"]

# Cyrillic to Georgian and beyond, then Yi to Hangul: 100 000 of 250 000 pieces, none of them in
# Chinese or Latin text. Accented Latin, Greek (μm), kana and symbols lie outside these ranges.
_FOREIGN = re.compile("[\u0400-\u1dff\ua000-\ud7ff]")
MAX_TOKENS = 512  # as many as the model has positions
_MATRICES = {  # the file's name of a layer's part -> transformers' name
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_TYPES = "sentence_transformers.base.modules"
_SPECIAL = {"bos": "<s>", "pad": "<pad>", "eos": "</s>", "unk": "<unk>"}  # rows 0, 1, 2, 3


def kept_rows(pieces: Sequence[str]) -> list[int]:
    """The pieces that Chinese and Latin text can need, and every single character.

    Text without a foreign character is cut the same with these as with all pieces, since no
    dropped piece occurs in it; a foreign name is spelled by its characters.
    """
    return [
        row
        for row, piece in enumerate(pieces)
        if len(piece.lstrip("▁")) <= 1 or not _FOREIGN.search(piece)
    ]


def write_folder(weights: Weights, rows: Sequence[int], folder: Path) -> None:
    """Fills `folder` with the model, its vocabulary cut down to `rows`."""
    from safetensors.numpy import save_file

    # transformers refuses a file that does not say for which library it was written
    save_file(_tensors(weights, rows), folder / "model.safetensors", {"format": "pt"})
    _tokenizer(weights, rows).save(str(folder / "tokenizer.json"), pretty=False)
    for name, content in _settings(weights, len(rows)).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content, indent=1), encoding="utf-8")


def _tensors(weights: Weights, rows: Sequence[int]) -> dict[str, NDArray[np.float32]]:
    """Transformers' names -> float32 arrays in BERT's shapes."""
    flat, hidden = weights.tensors, weights.hidden
    words = flat["emb.word"].reshape(-1, hidden // 32)[np.asarray(rows)]
    tensors = {
        "embeddings.word_embeddings.weight": dequantise(words.reshape(-1)).reshape(-1, hidden),
        "embeddings.position_embeddings.weight": flat["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": flat["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": flat["emb.ln.w"],
        "embeddings.LayerNorm.bias": flat["emb.ln.b"],
    }
    for layer in range(weights.n_layers):
        for short, full in _MATRICES.items():
            weight, bias = flat[f"l{layer}.{short}.w"], flat[f"l{layer}.{short}.b"]
            if weight.dtype != np.float32:
                weight = dequantise(weight).reshape(len(bias), -1)
            tensors[f"encoder.layer.{layer}.{full}.weight"] = weight
            tensors[f"encoder.layer.{layer}.{full}.bias"] = bias
    return tensors


def _tokenizer(weights: Weights, rows: Sequence[int]) -> Tokenizer:
    """XLM-R's: normalise, mark the spaces, cut into the likeliest pieces, wrap in <s> </s>."""
    from tokenizers import AddedToken, Tokenizer, models, pre_tokenizers, processors

    vocabulary = [(weights.pieces[row], float(weights.scores[row])) for row in rows]
    tokenizer = Tokenizer(models.Unigram(vocabulary, 3, False))
    tokenizer.normalizer = _normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.add_special_tokens(
        [AddedToken(token, special=True, normalized=False) for token in _SPECIAL.values()]
    )
    return tokenizer


def _normalizer() -> normalizers.Sequence:
    """NFKC as SentencePiece means it: controls go, odd blanks become spaces, ～ stays.

    Source: the table of replaced characters in the weights file, which differs from NFKC in
    nothing else but 73 characters that Unicode took in after the model was made.
    """
    from tokenizers import Regex, normalizers

    controls = "[\x00-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"
    blanks = "[\t\n\x0c\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"
    return normalizers.Sequence([
        normalizers.Replace(Regex(controls), ""),
        normalizers.Replace(Regex(blanks), " "),
        normalizers.Replace("～", "\ufdd0"),  # hidden from NFKC, which would make it ~
        normalizers.NFKC(),
        normalizers.Replace("\ufdd0", "～"),
        normalizers.Strip(),
        normalizers.Replace(Regex(" {2,}"), " "),
    ])  # fmt: skip


def _settings(weights: Weights, n_pieces: int) -> dict[str, dict[str, Any] | list[Any]]:
    """File name -> JSON, as sentence-transformers 6.2 itself would save it."""
    names = {f"{role}_token": token for role, token in _SPECIAL.items()}
    modules = [
        ("", f"{_TYPES}.transformer.Transformer"),
        ("1_Pooling", "sentence_transformers.sentence_transformer.modules.pooling.Pooling"),
        ("2_Normalize", f"{_TYPES}.normalize.Normalize"),
    ]
    return {
        "config.json": _bert(weights, n_pieces),
        "tokenizer_config.json": names | {
            "tokenizer_class": "TokenizersBackend",
            "model_max_length": MAX_TOKENS,
            "model_input_names": ["input_ids", "attention_mask"],
        },
        "modules.json": [
            {"idx": at, "name": str(at), "path": path, "type": kind}
            for at, (path, kind) in enumerate(modules)
        ],
        "sentence_bert_config.json": {
            "transformer_task": "feature-extraction",
            "max_seq_length": MAX_TOKENS,
            "model_kwargs": {"add_pooling_layer": False},  # the file has none; mean pooling follows
        },
        "1_Pooling/config.json": {
            "embedding_dimension": weights.hidden, "pooling_mode": "mean", "include_prompt": True,
        },
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {
            "model_type": "SentenceTransformer",
            "prompts": {"query": "query: ", "document": "passage: "},
            "similarity_fn_name": "cosine",
        },
    }  # fmt: skip


def _bert(weights: Weights, n_pieces: int) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": weights.hidden,
        "num_hidden_layers": weights.n_layers,
        "num_attention_heads": weights.n_heads,
        "intermediate_size": weights.feed_forward,
        "hidden_act": "gelu",
        "vocab_size": n_pieces,
        "max_position_embeddings": weights.n_positions,
        "type_vocab_size": weights.n_types,
        "layer_norm_eps": 1e-12,
        "pad_token_id": 1,
        "dtype": "float32",
    }
