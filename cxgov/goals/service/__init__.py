"""Verbs on goals: cycles, objectives with their key results, and check-ins."""

from cxgov.goals.service.check_ins import check_in
from cxgov.goals.service.key_results import Measure, drop_key_result, edit_key_result, make_key_result
from cxgov.goals.service.objectives import address, drop, edit_objective, make_cycle, make_objective, publish
from cxgov.journal import words

words.define(
    {
        "goals:cycle:make": "set the cycle up",
        "goals:goal:make": "wrote the goal",
        "goals:goal:edit": "changed the goal",
        "goals:goal:publish": "published the goal",
        "goals:goal:drop": "dropped the goal",
        "goals:department:add": "added a department",
        "goals:department:edit": "changed a department’s part",
        "goals:department:remove": "took a department out",
        "goals:key_result:make": "added the key result",
        "goals:key_result:edit": "changed the key result",
        "goals:key_result:publish": "published the key result with its goal",
        "goals:key_result:drop": "dropped the key result",
        "goals:key_result:check_in": "checked in",
        "subject:reader:remove": "ended somebody’s right to read it",
    }
)

__all__ = [
    "Measure",
    "address",
    "check_in",
    "drop",
    "drop_key_result",
    "edit_key_result",
    "edit_objective",
    "make_cycle",
    "make_key_result",
    "make_objective",
    "publish",
]
