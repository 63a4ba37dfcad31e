"""Makes the encoder that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paper_reader.errors import ModelUnavailable
from paper_reader.settings import Settings

if TYPE_CHECKING:
    from index.encoders.protocol import Encoder


def make_encoder(settings: Settings) -> Encoder:
    """Open the encoder that the settings name; its weights are loaded by the first text. Raises `ModelUnavailable`."""
    from index.encoders.opening import open_encoder
    from index.errors import EncoderUnavailable

    try:
        return open_encoder(
            settings.model,
            device=settings.device,
            precision=settings.precision,
            cache_dir=settings.cache_folder / "models",
        )
    except EncoderUnavailable as error:
        hint = "Check the setting `model`, or search by words alone: --mode lexical"
        raise ModelUnavailable(f"{str(error).rstrip('.')}. {hint}") from error
