"""A writer killed anywhere leaves a whole generation, and the next writer goes on from it."""

import random
import subprocess
import sys
import time

from index import Engine, IndexMissing, Mode, SearchRequest
from index.generations import generations

WRITER = """
import sys
from pathlib import Path
import numpy as np
from index import Document, Engine, IndexMissing

root = Path(sys.argv[1])

def document(number):
    vector = np.zeros(4, np.float32)
    vector[number % 4] = 1
    return Document(id=number, title=f"word{number % 3} common", body="", vector=vector)

try:
    engine = Engine.open(root)
except IndexMissing:
    engine = Engine.build(
        root, encoder_key="m", dimension=4, documents=map(document, range(200)), change_number=1
    )
print("ready", flush=True)
while True:
    number = engine.manifest.change_number + 1
    engine = engine.apply([document(200 + number), document(number)], [number - 1], number)
"""


def expected_ids(change_number):
    """The state after every change up to this one, from the beginning."""
    ids = set(range(200))
    for number in range(2, change_number + 1):
        ids.discard(number - 1)
        ids |= {200 + number, number}
    return sorted(ids)


def test_a_killed_writer_leaves_a_whole_generation(tmp_path):
    chance = random.Random(20)
    reached = []
    for attempt in range(8):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
        ) as writer:
            if attempt:  # the first is killed while it builds
                assert writer.stdout.readline() == "ready\n"
                time.sleep(chance.uniform(0.0, 0.4))
            else:
                while not (tmp_path / "generations").exists():
                    time.sleep(0.005)
            writer.kill()
        try:
            engine = Engine.open(tmp_path)
        except IndexMissing:
            assert not reached
            continue
        assert engine.damage() == []
        assert engine.ids.tolist() == expected_ids(engine.manifest.change_number)
        request = SearchRequest(text="common", mode=Mode.LEXICAL, limit=1000)
        assert sorted(hit.id for hit in engine.search(request)) == engine.ids.tolist()
        reached.append(engine.manifest.change_number)
    assert reached == sorted(reached)
    assert reached[-1] > 1
    Engine.open(tmp_path).apply([], [], reached[-1] + 1)
    assert len(list(generations(tmp_path).iterdir())) == 1
