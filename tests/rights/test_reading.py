"""Case 101: a page that is only looked at changes nothing, whoever looks, and a mail's link opens no door by itself."""

import pytest
from sqlalchemy import Connection, func, select

from cxgov.accounts.models import SignInLink
from cxgov.journal.models import JournalHead, Subject, SubjectReader
from cxgov.post.models import Delivery
from tests.rights.plan import routes, urls
from tests.rights.table import TABLE
from tests.rights.walker import Walker
from tests.support.canaries import WALKERS
from tests.support.sizes import full

WHO = ("anonymous", "chair", "auditor", "admin")


def standing(connection: Connection) -> tuple[object, ...]:
    """What a change would move: the journal, the mails that wait, the links that were used, readers, versions."""
    counted = [select(func.count()).select_from(model) for model in (Delivery, SubjectReader, SignInLink)]
    used = select(func.count(SignInLink.used_at))
    asked = (select(JournalHead.mac), *counted, used, select(func.sum(Subject.version)))
    return tuple(connection.execute(one).scalar() for one in asked)


@pytest.mark.parametrize("who", [who for who in WALKERS if who in WHO or full(0, 1)])
def test_c101_no_page_that_is_only_looked_at_changes_anything(walker: Walker, who: str) -> None:
    before, rules, asked = standing(walker.connection), routes(walker.app), 0
    for endpoint, row in TABLE.items():
        if "G" not in row.methods or row.slow or endpoint == "static" or endpoint not in rules:
            continue
        for _, url in urls(walker.app, rules[endpoint], row, walker.world)[-full(2, 999) :]:
            _, after = walker.ask_and_look(who, "GET", url, standing)
            assert after == before, url
            asked += 1
    assert asked > 60
