"""How the domain says no. Each of these becomes an answer once, in `web/errors.py`."""


class Refused(Exception):
    """The base of every refusal; its text is a sentence that a member understands."""


class RuleBroken(Refused):
    """A governance rule says no; `field` names the form field to mark."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class NotNow(RuleBroken):
    """The state of things does not allow it, whatever is filled in: 409, even where a form asked for it.

    `rule` is the name that the refusal carries into the log.
    """

    def __init__(self, message: str, *, field: str | None = None, rule: str = "state") -> None:
        super().__init__(message, field=field)
        self.rule = rule


class NotAllowed(Refused):
    """The actor may read the thing but not do this with it; `permission` is the policy row that failed.

    `rule` names what barred somebody whom a row would have let in, such as four eyes.
    """

    def __init__(self, permission: str, message: str = "You may not do this.", *, rule: str | None = None) -> None:
        super().__init__(message)
        self.permission = permission
        self.rule = rule


class NotFound(Refused):
    """There is no such thing, or the actor must not learn that there is."""

    def __init__(self, message: str = "There is no such page, or it is not for you.") -> None:
        super().__init__(message)


class Conflict(Refused):
    """Somebody else changed the thing meanwhile; both texts travel with it, so that nobody's is lost."""

    def __init__(self, message: str, *, theirs: str | None = None, yours: str | None = None) -> None:
        super().__init__(message)
        self.theirs = theirs
        self.yours = yours


class TooMany(Refused):
    """This was tried too often; `retry_after` says in how many seconds it may be tried again."""

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after
