"""Who may see the jobs and run one by hand."""

from typing import Any

from cxgov.core import policy
from cxgov.core.actor import Actor

PAPERS = frozenset({"accountability-report", "digest"})


def makes_its_papers(actor: Actor, job: Any) -> bool:
    """Hold for the CX office and the jobs that make its reports and digests."""
    return actor.is_cx and (job is None or job.name in PAPERS)


policy.define(
    {
        "scheduler:job:read": (policy.is_admin, policy.is_cx_office, policy.is_auditor),
        "scheduler:job:run": (policy.is_admin, makes_its_papers),
    }
)
