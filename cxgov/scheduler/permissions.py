"""Who may see the jobs and run one by hand."""

from cxgov.core import policy

policy.define(
    {
        "scheduler:job:read": (policy.is_admin, policy.is_cx_office, policy.is_auditor),
        "scheduler:job:run": (policy.is_admin, policy.is_cx_office),
    }
)
