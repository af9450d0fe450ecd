"""Stories for the tests, made through the verbs."""

from typing import Any

from sqlalchemy.orm import Session

from cxgov.stories import service
from cxgov.stories.models import Story
from cxgov.stories.service import Told
from tests.support.cast import NOW, Cast


def told(cast: Cast, **more: Any) -> Told:
    """Return a whole story of Billing and Support that thanks Cleo."""
    values: dict[str, Any] = {
        "title": "How the paper form disappeared", "text": "A customer counted for *us*.",
        "departments": [cast.billing, cast.support], "people": [cast.cleo], "evidence": "Calls fell from 41 to 27 %.",
        **more,
    }  # fmt: skip
    return Told(**values)


def make_story(session: Session, cast: Cast, who: Any, *, about: Any = None, **more: Any) -> Story:
    """Write a draft as somebody."""
    level = {"level": more.pop("level")} if "level" in more else {}
    made = service.write(
        session, told(cast, **more), actor=cast.actor(who, session), now=NOW, about=about, **level,
    )  # fmt: skip
    session.commit()
    return made


def make_published(session: Session, cast: Cast, who: Any, **more: Any) -> Story:
    """Write a story and let the CX office publish it."""
    made = make_story(session, cast, who, **more)
    service.publish(session, made, actor=cast.actor(cast.cora, session), now=NOW)
    session.commit()
    return made
