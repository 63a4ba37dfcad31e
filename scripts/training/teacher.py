"""What is taken from the starting model: a vector for every token, and one for every paper of papers-core."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.encoders.opening import open_encoder

BATCH = 256


def token_vectors(tokens: Sequence[str], start: Path) -> np.ndarray:
    """The starting model's vector of each token read by itself, as model2vec distils them, float32.

    A token of its own vocabulary goes in as that token, any other as the text it stands for; the vector is the mean
    over what comes out for it, without the special tokens.
    """
    import torch
    from tokenizers import Tokenizer
    from transformers import AutoModel

    tokenizer = Tokenizer.from_file(str(start / "tokenizer.json"))
    tokenizer.no_padding()
    model = AutoModel.from_pretrained(start).eval()
    first, last = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    sequences = [[first, *_pieces(tokenizer, token), last] for token in tokens]
    order = np.argsort([len(sequence) for sequence in sequences], kind="stable")
    vectors = np.zeros((len(tokens), model.config.hidden_size), dtype=np.float32)
    with torch.inference_mode():
        for begin in range(0, len(order), BATCH):
            rows = order[begin : begin + BATCH]
            lengths = [len(sequences[row]) for row in rows]
            ids = torch.zeros((len(rows), max(lengths)), dtype=torch.long)
            inside = torch.zeros(ids.shape)
            seen = torch.zeros(ids.shape, dtype=torch.long)
            for line, row in enumerate(rows):
                ids[line, : lengths[line]] = torch.tensor(sequences[row])
                seen[line, : lengths[line]] = 1
                inside[line, 1 : lengths[line] - 1] = 1
            out = model(input_ids=ids, attention_mask=seen).last_hidden_state
            vectors[rows] = ((out * inside[:, :, None]).sum(1) / inside.sum(1, keepdim=True)).numpy()
    return vectors


def paper_vectors(texts: Sequence[str]) -> np.ndarray:
    """The starting model's unit vectors of papers, float16. Twenty minutes for papers-core on two cores with AMX."""
    return open_encoder("precise").encode_documents(texts).astype(np.float16)


def _pieces(tokenizer: object, token: str) -> list[int]:
    own = tokenizer.token_to_id(token)  # type: ignore[attr-defined]
    if own is not None:
        return [own]
    return list(tokenizer.encode(token.removeprefix("##"), add_special_tokens=False).ids)  # type: ignore[attr-defined]
