"""Screening in the terminal: one paper after the other, each decision on the disk before the next paper is shown."""

from __future__ import annotations

from dataclasses import dataclass, field

from paper_reader.cli.paper_words import facts
from paper_reader.cli.review_keys import Keys
from paper_reader.cli.screen import Screen, marked, styled
from paper_reader.cli.session import Session
from paper_reader.errors import UsageError
from paper_reader.reviews.words import progress_in_words
from paper_reader.types import Candidate, Review, ScreeningStep, Stage, Verdict

_VERDICTS = {"i": Verdict.INCLUDE, "e": Verdict.EXCLUDE, "m": Verdict.MAYBE, "r": Verdict.NOT_RETRIEVED}


@dataclass
class Screening:
    """One sitting at one stage of a review."""

    session: Session
    review: Review
    stage: Stage
    keys: Keys
    reviewer: str | None
    screen: Screen = field(default_factory=Screen)
    decided: int = 0

    def run(self) -> None:
        """Go on until all were looked at or the person quits."""
        library, said = self.session.library, set[str]()
        again: str | None = None
        while True:
            step = library.review_next(self.review.name, self.stage, self.session.progress, again=again)
            self.session.say(note for note in step.notes if note not in said)
            said.update(step.notes)
            if step.candidate is None:
                self._finish(step)
                return
            self._show(step, step.candidate)
            again = self._answer(step.candidate)
            if again == "":
                self.screen.line(f"{self.decided:,} decided now. Go on at any time: {self._again()}")
                return

    def _answer(self, candidate: Candidate) -> str | None:
        """Take keys until one settles the paper: gives the paper to show again, None for the next one, "" to quit."""
        while True:
            key, rest = self.keys.key()
            if key == "q":
                return ""
            if key == "b":
                taken = self.session.library.review_undo(self.review.name, reviewer=self.reviewer, stage=self.stage)
                if taken is not None:
                    self.screen.line((f"taken back: {taken[1].verdict.value}", "yellow"))
                    return str(taken[0].id)
                self.screen.line("there is nothing to take back")
            elif key == "n":
                self._note(candidate, rest)
            elif key in _VERDICTS and (key != "r" or self.stage is Stage.FULL_TEXT):
                if self._decide(candidate, _VERDICTS[key], rest):
                    return None
            else:
                self.screen.line(self._help())

    def _decide(self, candidate: Candidate, verdict: Verdict, rest: str) -> bool:
        """Keep the decision; False where it lacks something."""
        reason = self._reason(rest) if verdict is Verdict.EXCLUDE else None
        library, name = self.session.library, self.review.name
        try:
            library.review_decide(
                name, [str(candidate.paper.id)], verdict, stage=self.stage, reason=reason, reviewer=self.reviewer
            )
        except UsageError as error:
            self.screen.line((str(error), "red"))
            return False
        self.decided += 1
        self.screen.line((f"→ {verdict.value}" + (f": {reason}" if reason else ""), "green"))
        return True

    def _reason(self, given: str) -> str | None:
        """The reason for an exclusion: a number of the list, or words of its own."""
        reasons = self.session.library.review_report(self.review.name).review.reasons
        if not given:
            for number, text in enumerate(reasons, 1):
                self.screen.line(f"  {number}  ", text)
        need = "a number, or words" if self.stage is Stage.FULL_TEXT else "a number, words, or Enter for none"
        said = self.keys.ask(f"Reason ({need})" if reasons else "Reason", given)
        return reasons[int(said) - 1] if said.isdecimal() and 0 < int(said) <= len(reasons) else said or None

    def _note(self, candidate: Candidate, rest: str) -> None:
        text = self.keys.ask("Note", rest)
        if text:
            self.session.library.review_note(self.review.name, str(candidate.paper.id), text, reviewer=self.reviewer)
            self.screen.line(("noted", "green"))

    def _show(self, step: ScreeningStep, candidate: Candidate) -> None:
        paper, screen = candidate.paper, self.screen
        screen.line("")
        screen.line((progress_in_words(step.progress), "dim"))
        if step.progress.hint:
            screen.line(("Hint: ", "yellow"), step.progress.hint)
        screen.line("")
        screen.line((paper.title, "bold"))
        screen.indented(styled((facts(paper), "cyan")), 2)
        screen.indented(styled((f"shown because: {candidate.pick.value}", "dim")), 2)
        for note in candidate.standing.notes if candidate.standing else ():
            screen.indented(styled((f"note of {note.created_at:%Y-%m-%d}: ", "yellow"), note.text), 2)
        screen.line("")
        if paper.abstract:
            screen.indented(marked(paper.abstract, self.review.question), 2)
        else:
            screen.indented(styled(("(no abstract is known)", "dim")), 2)
        screen.line("")
        screen.line((self._help(), "dim"))

    def _help(self) -> str:
        retrieved = "  [r] not retrieved" if self.stage is Stage.FULL_TEXT else ""
        return f"[i]nclude  [e]xclude  [m]aybe{retrieved}  [n]ote  [b]ack  [q]uit"

    def _finish(self, step: ScreeningStep) -> None:
        """Say that the stage is through, and what comes next."""
        self.screen.line("")
        if not step.progress.total:
            said = (
                "there is nothing to look at yet" if self.stage is Stage.TITLE_ABSTRACT else "no paper has come so far"
            )
            self.screen.line(f'{said}. Bring papers in: paper-reader collect "…" --review {self.review.name}')
            return
        self.screen.line(("All were looked at. ", "bold green"), progress_in_words(step.progress))
        first = self.stage is Stage.TITLE_ABSTRACT and step.progress.included + step.progress.maybe > 0
        following = self._command("screen", " --stage full-text") if first else self._command("report")
        self.screen.line("Next: ", (following, "bold"))

    def _again(self) -> str:
        return self._command("screen", "" if self.stage is Stage.TITLE_ABSTRACT else " --stage full-text")

    def _command(self, verb: str, options: str = "") -> str:
        return f"paper-reader review {verb} {self.review.name}{options}"
