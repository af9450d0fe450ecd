"""Verbs on initiatives: entering one, its stages, its milestones, and what it is tied to."""

from cxgov.initiatives.service.making import edit, make
from cxgov.initiatives.service.milestones import add_milestone, edit_milestone, finish_milestone, reopen_milestone
from cxgov.initiatives.service.moving import TIES, move, tie, untie
from cxgov.journal import words

words.define(
    {
        "initiatives:initiative:make": "entered the initiative",
        "initiatives:initiative:edit": "changed the initiative",
        "initiatives:initiative:propose": "proposed it",
        "initiatives:initiative:return": "gave it back to be thought over",
        "initiatives:initiative:approve": "noted that the committee approved it",
        "initiatives:initiative:start": "started it",
        "initiatives:initiative:deliver": "noted that it is delivered",
        "initiatives:initiative:measure": "noted its benefit",
        "initiatives:initiative:close": "closed it",
        "initiatives:initiative:stop": "stopped it",
        "initiatives:department:add": "added a department",
        "initiatives:department:edit": "changed a department’s part",
        "initiatives:department:remove": "took a department out",
        "initiatives:milestone:add": "added a milestone",
        "initiatives:milestone:edit": "changed a milestone",
        "initiatives:milestone:finish": "reached a milestone",
        "initiatives:milestone:reopen": "noted that a milestone is not reached after all",
    }
)

__all__ = [
    "TIES",
    "add_milestone",
    "edit",
    "edit_milestone",
    "finish_milestone",
    "make",
    "move",
    "reopen_milestone",
    "tie",
    "untie",
]
