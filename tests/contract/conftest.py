"""Faults between a source and its server, chosen by a schedule: the same seed gives the same ones.

Any server can be put behind them whose replies are dataclasses with `status`, `body`, `headers`, `cut` and `drip`.
"""

from __future__ import annotations

import json
import os
import random
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

WEB_PAGE = b"<!doctype html><html><body>We are being maintained</body></html>"
DRIP_SECONDS = 0.3  # more than what is waited for where schedules run
_SKEW = (timedelta(days=-700), timedelta(days=-1), timedelta(hours=-3), timedelta(days=1), timedelta(days=700))
_MARKS = (b"<record>", b"<entry>", b"<item>", b'<div class="gs_r ')
_ENDS = {b"<record>": b"</record>", b"<entry>": b"</entry>", b"<item>": b"</item>"}


class Faults:
    """Answers wrongly, as often as the schedule says, else as `answering` does. `met` counts the kinds that came."""

    KINDS = (
        "429", "503", "drip", "cut", "garbage", "html", "wrong length", "repeated page", "reordered", "doubled",
        "empty", "skewed clock",
    )  # fmt: skip

    def __init__(self, seed, answering, reply, *, without=(), now=lambda: datetime.now(UTC)):
        self.chance = random.Random(seed)
        self.answering = answering
        self.reply = reply
        self.kinds = [kind for kind in self.KINDS if kind not in without]
        self.rate = self.chance.uniform(0.5, 0.98)
        self.now = now
        self.before = {}
        self.met = {}

    def __call__(self, asked):
        sound = self.answering(asked)
        before, self.before[asked.path] = self.before.get(asked.path), sound
        if self.chance.random() > self.rate:
            return sound
        kind = self.chance.choice(self.kinds)
        self.met[kind] = self.met.get(kind, 0) + 1
        return getattr(self, "_" + kind.replace(" ", "_"))(sound, before)

    def _429(self, sound, before):
        return self.reply(429, headers=self._retry_after())

    def _503(self, sound, before):
        return self.reply(503, headers=self._retry_after())

    def _retry_after(self):
        """None, seconds, or a moment by a clock that may be wrong."""
        moment = self.now() + self.chance.choice(_SKEW)
        return self.chance.choice([{}, {"Retry-After": "5"}, {"Retry-After": format_datetime(moment, usegmt=True)}])

    def _drip(self, sound, before):
        return replace(sound, drip=DRIP_SECONDS)

    def _cut(self, sound, before):
        return replace(sound, cut=self.chance.randrange(len(sound.body) or 1))

    def _garbage(self, sound, before):
        return self.reply(body=self.chance.randbytes(300))

    def _html(self, sound, before):
        return self.reply(body=WEB_PAGE, headers={"Content-Type": "text/html"})

    def _wrong_length(self, sound, before):
        length = len(sound.body) + self.chance.choice([50, -min(50, len(sound.body))])
        return replace(sound, headers={**sound.headers, "Content-Length": str(length)}, cut=len(sound.body))

    def _repeated_page(self, sound, before):
        return before or sound

    def _reordered(self, sound, before):
        return replace(sound, body=rearranged(sound.body, lambda parts: self.chance.sample(parts, len(parts))))

    def _doubled(self, sound, before):
        return replace(sound, body=rearranged(sound.body, lambda parts: [*parts, *parts]))

    def _empty(self, sound, before):
        return self.reply(body=b"")

    def _skewed_clock(self, sound, before):
        moment = self.now() + self.chance.choice(_SKEW)
        said = f"<responseDate>{moment:%Y-%m-%dT%H:%M:%SZ}<".encode()
        body = re.sub(rb"<responseDate>[^<]*<", said, sound.body)
        return replace(sound, body=body, headers={**sound.headers, "Date": format_datetime(moment, usegmt=True)})


def rearranged(body, change):
    """The same page with its records as `change` makes them of a list."""
    for mark in _MARKS:
        if body.count(mark) > 1:
            head, rest = body.split(mark, 1)
            pieces = (mark + rest).split(mark)[1:]
            end = _ENDS.get(mark, b"</div></div></div>")
            last, tail = pieces[-1].split(end, 1) if end in pieces[-1] else (pieces[-1], b"")
            parts = [mark + piece for piece in [*pieces[:-1], last + end]]
            return head + b"".join(change(parts)) + tail
    try:
        document = json.loads(body)
    except ValueError:
        return body
    if isinstance(document, list):
        return json.dumps(change(document)).encode()
    for holder in (document, document.get("message")):
        for name in ("results", "data", "items"):
            if isinstance(holder, dict) and isinstance(holder.get(name), list):
                holder[name] = change(holder[name])
    return json.dumps(document).encode()


@pytest.fixture
def make_faults():
    """Makes the `Faults` of a schedule."""
    return Faults


@pytest.fixture
def schedules():
    """The numbers of schedules to run: some of `count`, or as many as FAULT_SCHEDULES says where it is set."""
    return lambda count: range(int(os.environ.get("FAULT_SCHEDULES", count)))
