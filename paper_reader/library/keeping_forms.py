"""Backups, restored libraries and examinations as plain dictionaries for JSON. Pure."""

from __future__ import annotations

from paper_reader.json_forms import Json
from paper_reader.types import BackupReport, Examination, Finding, RestoreReport


def backup_form(made: BackupReport) -> dict[str, Json]:
    """Give a backup."""
    return {
        "path": made.path,
        "made_at": made.made_at.isoformat(),
        "program": made.program,
        "database": made.database,
        "schema": made.schema,
        "size_bytes": made.size_bytes,
        "library_bytes": made.library_bytes,
        "counts": dict(made.counts),
        "files": list(made.files),
        "removed": list(made.removed),
    }


def restore_form(done: RestoreReport) -> dict[str, Json]:
    """Give what was restored where."""
    return {
        "data_dir": done.data_dir,
        "only_checked": done.only_checked,
        "kept_aside": done.kept_aside,
        "migrated_from": done.migrated_from,
        "restored_files": list(done.restored_files),
        "next_steps": list(done.next_steps),
        "backup": backup_form(done.backup),
    }


def examination_form(found: Examination) -> dict[str, Json]:
    """Give what was found, and how many problems are left."""
    return {
        "sound": not found.left,
        "problems": len(found.left),
        "repaired": len(found.repaired),
        "checks": list(found.checks),
        "findings": [finding_form(one) for one in found.findings],
    }


def finding_form(one: Finding) -> dict[str, Json]:
    """Give one finding."""
    return {
        "check": one.check,
        "severity": one.severity.value,
        "message": one.message,
        "next_step": one.next_step,
        "repairable": one.is_repairable,
        "repaired": one.is_repaired,
    }
