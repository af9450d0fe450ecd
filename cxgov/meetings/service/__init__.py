"""The verbs of meetings: planned, called, held, closed; agenda, roll and minutes; the next one from the last.

Each checks rights, then the life-cycle table, then writes, with one journal entry for each object changed.
"""

from cxgov.meetings.service.agenda import add_item, add_standing, edit_item, move_item, remove_item
from cxgov.meetings.service.capturing import WouldWithdraw
from cxgov.meetings.service.following import carry_actions, make_next
from cxgov.meetings.service.in_camera import end_recusal, follow_lists, raise_item, recuse
from cxgov.meetings.service.minutes import add_block, remove_block, save_block
from cxgov.meetings.service.planning import call, cancel, close, draft, edit, hold
from cxgov.meetings.service.roll import add_guest, set_roll, set_status

__all__ = [
    "WouldWithdraw",
    "add_block",
    "add_guest",
    "add_item",
    "add_standing",
    "call",
    "cancel",
    "carry_actions",
    "close",
    "draft",
    "edit",
    "edit_item",
    "end_recusal",
    "follow_lists",
    "hold",
    "make_next",
    "move_item",
    "raise_item",
    "recuse",
    "remove_block",
    "remove_item",
    "save_block",
    "set_roll",
    "set_status",
]
