"""Gaps and ideas as meetings name them: numbered, readable once the minutes closed, each with a page."""

from sqlalchemy.orm import Session

from cxgov.gaps import service
from cxgov.gaps.enums import GapState, IdeaState
from tests.support.cast import NOW, SYSTEM, TODAY, Cast


def test_a_gap_has_a_number_a_page_and_words_of_who_it_lies_between(session: Session, cast: Cast, browser) -> None:
    gap = service.note_gap(
        session, "Reading is **handed over** twice", source=cast.council, between="Operations and Billing",
        seen_on=TODAY, actor=SYSTEM, now=NOW,
    )  # fmt: skip
    session.commit()
    eve = browser(cast.eve)
    assert gap.label == "G-01"
    assert "between Operations and Billing" in eve.get_page(f"/gaps/{gap.id}")
    assert "Reading is handed over twice" in eve.get_page("/gaps")


def test_a_gap_of_draft_minutes_is_unknown_to_staff_until_they_close(session: Session, cast: Cast, browser) -> None:
    idea = service.note_idea(
        session, "A form for all", source=cast.council, said_on=TODAY, actor=SYSTEM, now=NOW, is_draft=True
    )
    session.commit()
    assert browser(cast.eve).get(f"/gaps/ideas/{idea.id}").status_code == 404
    browser(cast.ada).get_page(f"/gaps/ideas/{idea.id}")


def test_a_reworded_line_rewords_it_and_a_withdrawn_one_leaves_the_list(session: Session, cast: Cast, browser) -> None:
    gap = service.note_gap(
        session, "Old words", source=cast.council, between=None, seen_on=TODAY, actor=SYSTEM, now=NOW
    )
    idea = service.note_idea(session, "An idea", source=cast.council, said_on=TODAY, actor=SYSTEM, now=NOW)
    session.commit()
    assert service.edit_gap(session, gap, "New words", between="A and B", actor=SYSTEM, now=NOW)
    assert not service.edit_idea(session, idea, "An idea", actor=SYSTEM, now=NOW)
    service.withdraw_gap(session, gap, actor=SYSTEM, now=NOW)
    service.withdraw_idea(session, idea, actor=SYSTEM, now=NOW)
    session.commit()
    assert (gap.title, gap.state, idea.state) == ("New words", GapState.WITHDRAWN, IdeaState.WITHDRAWN)
    assert "New words" not in browser(cast.eve).get_page("/gaps")
