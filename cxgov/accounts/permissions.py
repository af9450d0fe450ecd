"""Who may make sign-in links."""

from cxgov.core import policy

policy.define({"accounts:link:make": (policy.is_admin,), "accounts:session:end": (policy.anyone,)})
