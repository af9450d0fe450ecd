"""What is read of goals: the list, one objective, one key result, every figure as of a day, and what is due."""

from cxgov.goals.queries.due import CheckInDue, check_ins_due
from cxgov.goals.queries.figures import (
    Judgement,
    KeyResultFigures,
    ObjectiveFigures,
    figures_of,
    figures_of_key_result,
    judged,
)
from cxgov.goals.queries.listing import (
    PER_PAGE,
    count_objectives,
    cycle_on,
    cycles,
    objective_rows,
    published_objectives,
)
from cxgov.goals.queries.loading import loaded, loaded_key_result, one_key_result, one_objective
from cxgov.goals.queries.readings import check_ins_of, latest_reading, points_of

__all__ = [
    "PER_PAGE",
    "CheckInDue",
    "Judgement",
    "KeyResultFigures",
    "ObjectiveFigures",
    "check_ins_due",
    "check_ins_of",
    "count_objectives",
    "cycle_on",
    "cycles",
    "figures_of",
    "figures_of_key_result",
    "judged",
    "latest_reading",
    "loaded",
    "loaded_key_result",
    "objective_rows",
    "one_key_result",
    "one_objective",
    "points_of",
    "published_objectives",
]
