"""What somebody is to a thing of the world, said by hand: the words in which the table of routes is written."""

from collections.abc import Callable

from tests.support.canaries import Placed, User, listed

May = Callable[[User, Placed | None], bool]


def either(*ways: May) -> May:
    """Any of them is enough."""
    return lambda user, one: any(way(user, one) for way in ways)


def anybody(user: User, one: Placed | None) -> bool:
    """Hold for all who are signed in and may read it."""
    return True


def admin(user: User, one: Placed | None) -> bool:
    """The administrator."""
    return user.role == "administrator"


def cx(user: User, one: Placed | None) -> bool:
    """The CX office, whatever the level; what it must not read is not there for it anyway."""
    return user.role == "cx_office"


def cx_to_two(user: User, one: Placed | None) -> bool:
    """The CX office up to level 2."""
    return cx(user, one) and one is not None and one.level <= 2


def cx_to_one(user: User, one: Placed | None) -> bool:
    """The CX office up to level 1."""
    return cx(user, one) and one is not None and one.level <= 1


def auditor(user: User, one: Placed | None) -> bool:
    """The auditor."""
    return user.role == "auditor"


def sits(user: User, one: Placed | None) -> bool:
    """Whoever has any seat in its committee."""
    return one is not None and bool(one.committee) and user.committee == one.committee


def runs(user: User, one: Placed | None) -> bool:
    """Chair and secretary of its committee."""
    return sits(user, one) and user.runs


def chairs(user: User, one: Placed | None) -> bool:
    """The chair of its committee."""
    return sits(user, one) and user.seat == "chair"


def keeps_minutes(user: User, one: Placed | None) -> bool:
    """The secretary of its committee."""
    return sits(user, one) and user.seat == "secretary"


def runs_any(user: User, one: Placed | None) -> bool:
    """Chair and secretary of any committee."""
    return user.runs


def votes_somewhere(user: User, one: Placed | None) -> bool:
    """Whoever has a vote somewhere."""
    return user.seat in ("chair", "member")


def heads(user: User, one: Placed | None) -> bool:
    """The head of a department."""
    return user.key == "owner"


def owner_of(one: Placed) -> str:
    """Return who owns it: the member of its committee, or the head of the department where it is foreign."""
    if one.state == "foreign":
        return "owner"
    return next(key for key in listed(one.committee) if key.endswith("member"))


def owns(user: User, one: Placed | None) -> bool:
    """The one who owns, leads or wrote it."""
    return one is not None and bool(one.committee) and user.key == owner_of(one)


def heads_owner(user: User, one: Placed | None) -> bool:
    """The head of the department of whoever owns it; the people of the first committee are of the headed one."""
    return user.key == "owner" and one is not None and (one.committee == "a" or one.state == "foreign")


def heads_part(user: User, one: Placed | None) -> bool:
    """The head of a department that shares it; all goals of the world are shared by the headed one."""
    return user.key == "owner"


def oneself(user: User, one: Placed | None) -> bool:
    """The person."""
    return one is not None and user.key == one.slot


def nobody_else(way: May) -> May:
    """Only where the thing is somebody else."""
    return lambda user, one: way(user, one) and not oneself(user, one)


closed_or: Callable[[May], May] = lambda way: (  # noqa: E731 - it reads as the table does
    lambda user, one: (one is not None and one.state == "closed") or way(user, one)
)
