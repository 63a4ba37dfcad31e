"""Chooses the encoder for a model's name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from index.encoders.model_folder import PRECISE, find_model, is_static
from index.encoders.protocol import Encoder


def open_encoder(
    name: str = PRECISE,
    *,
    called: str | None = None,
    device: str = "auto",
    precision: str = "auto",
    cache_dir: Path | None = None,
    query_prompt: str | None = None,
    document_prompt: str | None = None,
) -> Encoder:
    """The encoder for `name`: "precise" (the packaged all-MiniLM-L6-v2), a model folder, or a name on the hub.

    A model2vec folder gives a static encoder, any other a transformer. `called` stands for the folder's name in the
    encoder's key. `device` ("auto", "cpu", "cuda" …) and `precision` ("auto", "bfloat16", "float32") concern a
    transformer's bulk work. `cache_dir` keeps what would otherwise be made anew in every process: the graph for
    onnxruntime and the check of the weights' hash. Prompts are put before each text; None takes the model's own.
    Raises `EncoderUnavailable` where there is no such model; the weights are loaded by the first call that needs them.
    """
    folder = find_model(name)
    if called is not None:
        folder = replace(folder, name=called)
    if is_static(folder):
        from index.encoders.static import StaticEncoder

        return StaticEncoder(folder, cache_dir=cache_dir, query_prompt=query_prompt, document_prompt=document_prompt)
    from index.encoders.transformer import TransformerEncoder

    return TransformerEncoder(
        folder,
        device=device,
        precision=precision,
        cache_dir=cache_dir,
        query_prompt=query_prompt,
        document_prompt=document_prompt,
    )
