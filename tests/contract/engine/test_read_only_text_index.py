import ctypes
import os
import subprocess
import sys

import pytest

from index.text.tantivy_index import TextWriter

PROGRAM = """
import sys
from pathlib import Path
from index.document import Filter
from index.text.tantivy_index import TextIndex
print(TextIndex(Path(sys.argv[1])).search("braids", limit=3, condition=Filter())[0][0])
"""
_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE = 24, 1


def _bound_by_permissions():
    if os.geteuid() == 0 and ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, 0, 0, 0) != 0:
        os._exit(77)


@pytest.mark.skipif(sys.platform != "linux", reason="gives up root's rights in Linux's way")
def test_an_index_that_cannot_be_written_can_be_searched(tmp_path):
    folder = tmp_path / "text"
    with TextWriter(folder) as writer:
        writer.add(7, "Knots and braids", "On braids.", {}, {})
        writer.finish()
    (folder / ".tantivy-meta.lock").unlink(missing_ok=True)
    folder.chmod(0o555)
    command = [sys.executable, "-c", PROGRAM, str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, preexec_fn=_bound_by_permissions, check=False)
    finally:
        folder.chmod(0o755)
    if done.returncode == 77:
        pytest.skip("permissions do not bind this process, and it cannot give that up")
    assert (done.stdout, done.stderr) == ("7\n", "")
