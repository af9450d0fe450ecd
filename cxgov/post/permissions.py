"""Who may look into the outbox."""

from cxgov.core import policy

policy.define({"post:outbox:read": (policy.is_admin,)})
