"""Who may see the pages that look across; what stands on them is read through `visible`."""

from cxgov.core import policy

policy.define({"overview:work:read": (policy.anyone,)})
