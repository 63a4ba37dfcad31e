"""Google Scholar beside a search: how we stand with it, what cites a paper, its versions, an author's papers."""

from __future__ import annotations

from contextlib import closing

from paper_reader.errors import PaperNotFound
from paper_reader.library.gathering import Gathering
from paper_reader.types import NO_PROGRESS, Paper, Progress, RunReport, ScholarStatus, SourceQuery

_SEARCHED = 10  # the first page: a paper that is asked for by its title stands there or nowhere


class OnScholar(Gathering):
    """What Scholar alone can be asked. All of it raises `SourceSwitchedOff` until it is switched on."""

    def scholar_status(self) -> ScholarStatus:
        """How we stand with Scholar: switched on or not, pages left, when it may be asked again. Asks nobody."""
        from paper_reader.wiring.scholar import scholar_status

        return scholar_status(self.settings)

    def scholar_cited_by(
        self, reference: str, *, limit: int | None = None, progress: Progress = NO_PROGRESS
    ) -> RunReport:
        """Bring in what cites a paper, which is named as in the library or by its number on Scholar."""
        cluster = self.scholar_cluster(reference, progress)
        return self.collect(SourceQuery(source="scholar", cited_by=cluster, limit=limit), progress)

    def scholar_versions(
        self, reference: str, *, limit: int | None = None, progress: Progress = NO_PROGRESS
    ) -> RunReport:
        """Bring in all versions of a paper, as records of that one paper."""
        cluster = self.scholar_cluster(reference, progress)
        return self.collect(SourceQuery(source="scholar", versions_of=cluster, limit=limit), progress)

    def scholar_author(self, name: str, *, limit: int | None = None, progress: Progress = NO_PROGRESS) -> RunReport:
        """Bring in an author's papers: those of a profile by its id or address, or of all people of a name."""
        return self.collect(SourceQuery(source="scholar", author=name, limit=limit), progress)

    def scholar_cluster(self, reference: str, progress: Progress = NO_PROGRESS) -> str:
        """The number of a paper on Scholar: as given, as known to the library, or found by its title (one page).

        What is found by its title is kept as a record of the paper. Raises `PaperNotFound` where Scholar has none such.
        """
        from paper_reader.sources.scholar.asking import cluster_given

        if given := cluster_given(reference):
            return given
        paper = self.paper(reference)
        return self._known_cluster(paper) or self._found_cluster(paper, progress)

    def _known_cluster(self, paper: Paper) -> str | None:
        from paper_reader.sources.scholar.matching import cluster_of

        return cluster_of(stored.record for stored in self._store.records.of_paper(paper.id))

    def _found_cluster(self, paper: Paper, progress: Progress) -> str:
        from paper_reader.ingest import ingest
        from paper_reader.sources.scholar.matching import cluster_of, record_of_paper
        from paper_reader.wiring.scholar import make_scholar

        query = SourceQuery(source="scholar", text=f'"{paper.title}"', limit=_SEARCHED)
        with closing(make_scholar(self.settings).harvest(query, progress=progress)) as pages:
            found = record_of_paper(paper, [record for page in pages for record in page.records])
        cluster = cluster_of([found]) if found else None
        if found is None or cluster is None:
            raise PaperNotFound(
                paper.title,
                "Scholar's first results for this title are other papers. Look it up there, and give the number "
                "behind cites= in its link “Cited by”",
            )
        ingest(self._store, [found])
        return cluster
