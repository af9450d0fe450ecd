"""What headings and labels say: who was present, who was absent, who chaired, what is to be done.

A label is folded first (case, accents, numbering, emphasis, colon), then looked up by its words, so that
"## 2. Board members present:", "**Attendees**" and "Also in attendance were:" need no lines of their own.
"""

import re
from dataclasses import dataclass

from cxgov.imports.minutes_text.lines import plain
from cxgov.imports.minutes_text.values import Group, Office
from cxgov.people.resolving import fold

LONGEST_LABEL = 80
_NUMBERING = re.compile(
    r"^(?:\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[ivx]{1,5}|[a-h])[.):]?\s+(?=\S)|(?:item|part) \d{1,2}[.:]?\s+)"
)
_COUNT = re.compile(r"\s*[(\[][^()\[\]]{0,60}[)\]]\s*$")
_TAIL = re.compile(
    r"(?: (?:were|was|are|is|today|list|sheet|record|(?:at|in|of|for) (?:the |this )?(?:meeting|minutes|call)))+$"
)
_PRESENT = frozenset(
    """
    present attendance attending attendees attendee participants participant attended rollcall
    """.split()
)
_ABSENT = frozenset("absent absentees absence absences apologies apology regrets excused unavailable missing".split())
_OBSERVER = frozenset("observer observers observing".split())
_ALSO = frozenset("also guest guests visitor visitors non-members nonmembers".split())
_OTHER = frozenset("other others everyone else also".split())
_INVITED = frozenset("invited invitees invitee".split())
_FILLER = frozenset(
    """
    and the in of for by from a at members member board council committee voting non-voting people persons names
    list & staff other others remote remotely online person call meeting roll quorum apologies observers guests
    """.split()
)
_BODIES = frozenset(
    """
    council board committee voting non-voting wg working group team core staff panel tsc steering executive
    council's board's committee's faculty council-members
    """.split()
)
_CLOSES = frozenset(
    """
    agenda minutes notes discussion discussions topic topics announcements announcement link links decisions
    decision business finances recording welcome introduction introductions summary report reports action actions
    items updates update review motion motions vote votes next todo questions q&a backlog follow-up followup date
    time
    """.split()
)
_ACTIONS = re.compile(
    r"^(?:(?:new|open|outstanding|pending|previous|prior|current|key|our|the|agreed|all|remaining|old|last|resulting"
    r"|(?:last|previous) (?:time|meeting)(?:'?s)?|carried(?:[- ]over)?|existing"
    r"|review|(?:summary|list|review|status) of|follow[- ]?up on|follow[- ]?up) ){0,3}"
    r"(?P<core>action items?|action points?|actions?|action (?:log|list|register|plan)|to[- ]?dos?"
    r"|to[- ]?do (?:items?|list)"
    r"|next steps|tasks|follow-?ups|follow ups|follow-?up (?:items|actions|tasks)|assignments|a/?is)"
    r"(?: (?:from|to|for|arising|agreed|review|summary|list|status|updates?|by|and next|&|and|/) ?.{0,50})?$"
)
_SINGULAR = frozenset({"action item", "action", "action point", "task"})
_UNCLEAR = re.compile(
    r"^(?:follow[- ]?up(?: discussions?)?"
    r"|(?:decisions?|resolutions?|outcomes?|motions?) ?(?:and|&|/) ?actions?(?: items?)?)$"
)
_SAME_LIST = frozenset("previous new old open done completed closed carried outstanding ongoing meeting".split())
_OFFICES = {
    Office.CHAIR: r"(?:acting |meeting |session |co-?|vice-?)?chair(?:person|man|woman|s)?|presiding(?: officer)?|host"
    r"|(?:meeting )?led by|chaired by",
    Office.FACILITATOR: r"facilitators?|facilitated by|facilitation|moderators?|moderated by",
    Office.SECRETARY: r"secretary|recording secretary|clerk",
    Office.MINUTES: r"(?:minutes|notes)(?:(?: taken)? by)?|(?:minute|note)[- ]?takers?|scribes?|scribed by|recorders?",
}
_OFFICE = {office: re.compile(rf"^(?:{words})$") for office, words in _OFFICES.items()}


@dataclass(frozen=True)
class GroupLabel:
    """What an attendance label says: the group, whether its members vote, and whether it stands for itself.

    A weak one ("Members") counts only where an attendance list is expected.
    """

    group: Group
    may_vote: bool | None = None
    is_weak: bool = False


@dataclass(frozen=True)
class ActionLabel:
    """What an action label says: a singular one ("Action item") is counted as an inline action is, not as a section."""

    is_plural: bool
    is_unclear: bool = False


def fold_label(text: str) -> str:
    """A heading's words without case, accents, numbering, emphasis, decoration and colon; "" where it is too long."""
    if len(text) > 4 * LONGEST_LABEL:
        return ""
    words = fold(plain(text)).strip(" *_:#-–—=>|!?.,")
    words = re.sub(r"^[^\w(]+|[^\w)]+$", "", words)
    words = _NUMBERING.sub("", words).strip(" :.-–—")
    return words if len(words) <= LONGEST_LABEL else ""


def group_label(text: str) -> GroupLabel | None:
    """What a heading or label says about attendance, or None where it says nothing of the kind."""
    label = fold_label(text)
    bare = _TAIL.sub("", _COUNT.sub("", label)).strip(" :")
    words = [
        word
        for word in bare.replace("roll call", "rollcall").replace("/", " ").split()
        if word.isalpha() or "-" in word
    ]
    if not words or len(words) > 7:
        return None
    said = set(words)
    may_vote = _may_vote(label)
    if _is_absence(bare, said):
        return GroupLabel(Group.ABSENT, may_vote)
    if said & _OBSERVER and said <= _OBSERVER | _FILLER | _PRESENT | _BODIES:
        return GroupLabel(Group.OBSERVER, may_vote)
    if said <= _INVITED | _FILLER and said & _INVITED:
        return GroupLabel(Group.INVITED, may_vote)
    keyed = words[-1] in _PRESENT or (words[0] in _PRESENT and said <= _FILLER | _PRESENT)
    if keyed:
        return GroupLabel(Group.ALSO if said & (_ALSO | _OTHER) else Group.PRESENT, may_vote)
    if said & _ALSO and said <= _ALSO | _FILLER | _PRESENT:
        return GroupLabel(Group.ALSO, may_vote)
    return _weak_label(words, said, may_vote)


def _weak_label(words: list[str], said: set[str], may_vote: bool | None) -> GroupLabel | None:
    """Council members, board members, members, council, staff: people where a list of people is expected."""
    if words[-1] == "members" and len(words) <= 4 and (len(words) == 1 or said & _BODIES):
        is_sure = len(words) > 1 and bool(said & {"council", "board", "committee", "voting"}) and "new" not in said
        return GroupLabel(Group.PRESENT, may_vote, is_weak=not is_sure)
    if said <= _OTHER:
        return GroupLabel(Group.ALSO, may_vote, is_weak=True)
    if said <= _BODIES and len(words) <= 3:
        return GroupLabel(Group.PRESENT, may_vote, is_weak=True)
    return None


def _is_absence(bare: str, said: set[str]) -> bool:
    """Whether a label speaks of those who were not there."""
    if said & _ABSENT:
        return not said & _PRESENT or "not" in said
    return bare.startswith(("not present", "not attending", "not in attendance", "unable to attend", "did not attend"))


def _may_vote(label: str) -> bool | None:
    """Whether the label's people vote: non-voting no, voting yes, otherwise nothing is said."""
    if re.search(r"\bnon-? ?voting", label):
        return False
    return True if re.search(r"\bvoting\b", label) else None


def closes_attendance(text: str) -> bool:
    """Whether a label inside an attendance list begins something else: "Agenda", "Links"."""
    return bool(set(fold_label(text).split()) & _CLOSES)


def office_label(text: str) -> Office | None:
    """Which office a label names: "Facilitator", "Minutes taken by"."""
    label = _COUNT.sub("", fold_label(text))
    return next((office for office, pattern in _OFFICE.items() if pattern.match(label)), None)


def action_label(text: str) -> ActionLabel | None:
    """What a heading or label says about action items, or None."""
    label = _COUNT.sub("", fold_label(text)).strip(" :")
    if _UNCLEAR.match(label):
        return ActionLabel(is_plural=False, is_unclear=True)
    match = _ACTIONS.match(label)
    if not match:
        return None
    return ActionLabel(is_plural=match.group("core") not in _SINGULAR)


def is_same_list(text: str) -> bool:
    """Whether a label below action items only divides them: "From this meeting:", "Previous:"."""
    return bool(set(fold_label(text).split()) & _SAME_LIST)
