"""Makes encoders: the one that the settings name, and others by the name that an index keeps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from paper_reader.errors import ModelUnavailable
from paper_reader.settings import Settings

if TYPE_CHECKING:
    from index.encoders.protocol import Encoder

FAST: Final = "fast"
FAST_FOLDER: Final = Path(__file__).resolve().parent.parent / "data" / "encoder"


def make_encoder(settings: Settings, name: str | None = None) -> Encoder:
    """Open the encoder of this name, or the one that the settings name; its weights are loaded by the first text.

    "fast" is the static model that comes with the program, "precise" the packaged transformer; anything else is a
    folder or a name on the hub. Raises `ModelUnavailable`.
    """
    from index.encoders.opening import open_encoder
    from index.errors import EncoderUnavailable

    wanted = settings.model if name is None else name
    is_fast = wanted == FAST
    try:
        return open_encoder(
            str(FAST_FOLDER) if is_fast else wanted,
            called=FAST if is_fast else None,
            device=settings.device,
            precision=settings.precision,
            cache_dir=settings.cache_folder / "models",
        )
    except EncoderUnavailable as error:
        hint = "Check the setting `model`, or search by words alone: --mode lexical"
        raise ModelUnavailable(f"{str(error).rstrip('.')}. {hint}") from error


def lasting_name(model: str) -> str:
    """Give the name under which this model is found from anywhere: a folder's whole path, else the name as it is."""
    path = Path(model).expanduser()
    return str(path.resolve()) if model not in {FAST, "precise"} and path.is_dir() else model
