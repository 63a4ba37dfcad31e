# Makes .venv from constraints.txt, once; sourced by scripts/run, scripts/test and scripts/check.
# Usage: prepare_environment run|test   -> sets $venv. Nothing is installed again until pyproject.toml or
# constraints.txt change. Safe when two commands start at once, and when an earlier try was cut off.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
venv="$root/.venv"

find_python() {
    local candidate
    for candidate in "${PYTHON:-}" python3.13 python3.12 python3.11 python3 python; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            echo "$candidate"
            return 0
        fi
    done
    echo "paper-reader needs Python 3.11 or newer; none was found. Install it, or name one: PYTHON=/path/to/python3 $0" >&2
    return 1
}

prepare_environment() {
    local kind="$1" wanted marker python extra=""
    marker="$venv/.installed-for-$kind"
    wanted="$(cat "$root/pyproject.toml" "$root/constraints.txt" | cksum)"
    [ -f "$marker" ] && [ "$(cat "$marker")" = "$wanted" ] && return 0

    if command -v flock >/dev/null 2>&1; then
        exec 9>"$root/.venv.lock"
        flock 9
        [ -f "$marker" ] && [ "$(cat "$marker")" = "$wanted" ] && { exec 9>&-; return 0; }
    fi
    [ "$kind" = test ] && extra="[test]"
    echo "Preparing $venv (once; this downloads several hundred megabytes) ..." >&2
    if [ ! -x "$venv/bin/python" ]; then
        python="$(find_python)" || return 1
        "$python" -m venv "$venv" >&2 || return 1
    fi
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        --constraint "$root/constraints.txt" --editable "$root$extra" >&2 || {
        echo "Installing the dependencies failed (see above). Run the same command again to go on." >&2
        return 1
    }
    # A test environment holds everything that running needs.
    echo "$wanted" >"$venv/.installed-for-run"
    [ "$kind" = test ] && echo "$wanted" >"$marker"
    if [ -e "/proc/self/fd/9" ] || [ -e "/dev/fd/9" ]; then exec 9>&-; fi
    return 0
}
