"""What is read of action items: lists as rows, one item with all its parts, and what waits for a person."""

from cxgov.actions.queries.item import (
    AppearanceRow,
    appearances,
    date_requests,
    get_item,
    get_request,
    loaded,
    source_of,
)
from cxgov.actions.queries.lists import (
    PAGE,
    ActionPage,
    Filters,
    Group,
    Sort,
    action_list,
    export_rows,
    open_of_committee,
    page_of_rows,
)
from cxgov.actions.queries.work import RequestRow, Work, work_of

__all__ = [
    "PAGE",
    "ActionPage",
    "AppearanceRow",
    "Filters",
    "Group",
    "RequestRow",
    "Sort",
    "Work",
    "action_list",
    "appearances",
    "date_requests",
    "export_rows",
    "get_item",
    "get_request",
    "loaded",
    "open_of_committee",
    "page_of_rows",
    "source_of",
    "work_of",
]
