"""The world is whole: no text column of a table that holds content is without a mark, or it is named here and why."""

from sqlalchemy import Enum, String, Text, select
from sqlalchemy.types import TypeDecorator

from cxgov.core.db import Base
from tests.rights.walker import Walker
from tests.support.canaries import MARK

OF_THE_MACHINE = {
    "alembic_version", "attempts", "counters", "form_nonces", "heartbeats", "installation", "job_runs", "journal_head",
    "sign_in_links", "sign_ins", "api_tokens", "authenticators", "passwords", "recovery_codes", "identities",
    "role_grants", "used_codes", "leases", "sign_on_states",
}  # fmt: skip
"""They hold no content: secrets as hashes, counters, and what the clock did. Accounts test what these show."""
SHORT = {
    "committees.cadence": "a rule that is read", "committees.slug": "an address of letters",
    "committees.zone": "a name of the zone database", "departments.slug": "an address of letters",
    "people.handle": "a name of letters", "people.folded_name": "made of the name",
    "aliases.folded": "made of the name as written", "open_names.folded": "made of the name as written",
    "meetings.zone": "a name of the zone database", "meetings.source_path": "only of minutes that others wrote",
    "meetings.source_hash": "a hash", "action_items.import_key": "a hash",
    "captured_lines.key": "a hash", "captured_lines.text": "part of the text of its block, which carries the marks",
    "deliveries.kind": "a word of the program", "deliveries.occasion": "a word of the program",
    "deliveries.message_id": "random", "deliveries.lease_token": "random", "deliveries.file_name": "a number",
    "deliveries.trouble": "words of the program", "deliveries.address": "an address, which carries a mark of people",
    "entries.via": "a word of the program", "entries.verb": "a word of the program", "entries.mac": "a hash",
    "issued_reports.scope_key": "a word and a number", "issued_reports.period": "a period",
    "issued_reports.figures_hash": "a hash", "issued_reports.pdf_hash": "a hash",
    "issued_digests.period": "a period", "issued_digests.figures_hash": "a hash",
    "issued_digests.link_token": "random",
}  # fmt: skip
"""Columns that cannot hold free words, or whose words stand somewhere else too."""
TWO_PERSONS = {"asks.reason", "asks.answer", "glass_openings.reason"}
"""Acts of two persons and broken glass are tried beside the pages that show them."""


def is_free_text(kind: object) -> bool:
    """Whether a column holds words."""
    plain = kind.impl if isinstance(kind, TypeDecorator) else kind
    return isinstance(plain, (String, Text)) and not isinstance(plain, Enum)


def test_p8_every_text_column_with_content_carries_a_mark_and_one_above_level_1(walker: Walker) -> None:
    without = set()
    for table in Base.metadata.sorted_tables:
        for column in table.columns if table.name not in OF_THE_MACHINE else ():
            name = f"{table.name}.{column.name}"
            if is_free_text(column.type) and name not in SHORT and name not in TWO_PERSONS:
                values = walker.connection.scalars(select(column).where(column.is_not(None)))
                if not any(MARK.search(str(value)) for value in values):
                    without.add(name)
    assert without == set()


def test_p8_the_marks_are_many_and_of_all_levels(walker: Walker) -> None:
    marks = [MARK.search(mark) for one in walker.world.placed.values() for mark in one.marks]
    levels = [found.group(1) for found in marks if found]
    assert {level: levels.count(level) > 0 for level in "0123"} == dict.fromkeys("0123", True)
    assert len(levels) - levels.count("0") - levels.count("1") >= 40
