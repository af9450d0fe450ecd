"""The register of the world: decisions, gaps and ideas that no minutes hold."""

from cxgov.decisions import service as decisions
from cxgov.gaps import service as gaps
from tests.support.canaries import SLOTS
from tests.support.world import DAY, Builder


def build(b: Builder) -> None:
    """Make them, one in each place."""
    for slot, (committee, _) in SLOTS.items():
        one = b.world.place("decisions", slot, state="standing")
        decided = b.do(
            decisions.record, b.committee[committee], f"{one.text('text')} is what we do from now on.", meeting=None,
            decided_on=DAY, without_quorum=False,
        )  # fmt: skip
        b.set_up(decided, one)
        gap = b.world.place("gaps", slot, state="standing")
        noted = b.do(
            gaps.note_gap, gap.text("title"), source=b.committee[committee], between=gap.text("between"), seen_on=DAY
        )
        b.set_up(noted, gap)
        idea = b.world.place("ideas", slot, state="standing")
        said = b.do(gaps.note_idea, idea.text("title"), source=b.committee[committee], said_on=DAY)
        b.set_up(said, idea)
