"""The verbs of action items: made, worked on, given another date, handed on. Each checks rights, then the life-cycle
table, then writes, with one journal entry for each object changed.
"""

from cxgov.actions.service.dates import ask_for_date, decide_date, set_due
from cxgov.actions.service.handing import add_contributor, name_verifier, reassign, remove_contributor
from cxgov.actions.service.listing import carry, mention, note_not_mentioned
from cxgov.actions.service.proposing import edit_proposed, make, open_item, propose
from cxgov.actions.service.steps import people_of
from cxgov.actions.service.working import (
    accept,
    block,
    cancel,
    claim_done,
    reopen,
    send_back,
    start,
    unblock,
    verify,
)

__all__ = [
    "accept",
    "add_contributor",
    "ask_for_date",
    "block",
    "cancel",
    "carry",
    "claim_done",
    "decide_date",
    "edit_proposed",
    "make",
    "mention",
    "name_verifier",
    "note_not_mentioned",
    "open_item",
    "people_of",
    "propose",
    "reassign",
    "remove_contributor",
    "reopen",
    "send_back",
    "set_due",
    "start",
    "unblock",
    "verify",
]
