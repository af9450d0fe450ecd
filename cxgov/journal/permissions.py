"""Who may read the journal, take it away as a file, and check its chain; which entries is for `entries.in_journal`."""

from cxgov.core import policy

policy.define(
    {
        "journal:entry:list": (policy.anyone,),
        "journal:entry:read": (policy.anyone,),
        "journal:entry:export": (policy.is_auditor, policy.is_admin),
        "journal:chain:verify": (policy.is_auditor, policy.is_admin),
    }
)
