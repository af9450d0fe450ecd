"""What the heartbeat calls: everything that waits becomes a mail file in the instance's `outbox/`."""

import os
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.journal.models import Subject
from cxgov.post import hooks, service
from cxgov.post.mail import as_bytes
from cxgov.post.models import Delivery

log = structlog.get_logger()


def deliver_waiting(session: Session, *, folder: Path, sender: str, now: datetime) -> int:
    """Write each waiting message as a mail file, whole or not at all; return how many went out."""
    folder.mkdir(parents=True, exist_ok=True)
    sent = 0
    while leased := service.claim_waiting(session, now=now):
        names = dict(
            session.execute(
                select(Subject.id, Subject.title).where(Subject.id.in_({d.person_id for d in leased}))
            ).all()
        )
        ready = [(d, hooks.prepared(session, d, now)) for d in leased]
        work = [
            (d.id, d.lease_token or "", d.tries, _message(d, one, names.get(d.person_id, ""), sender) if one else None)
            for d, one in ready
        ]
        session.rollback()
        for delivery_id, token, tries, message in work:
            try:
                if message is None:
                    service.cancel(session, delivery_id, token)
                    session.commit()
                    continue
                if isinstance(message, Exception):
                    raise message
                name = f"{delivery_id:08d}.eml"
                _write_whole(folder / name, message)
                sent += service.confirm(session, delivery_id, token, now=now, file_name=name)
            except (OSError, ValueError) as trouble:
                log.warning("mail.failed", delivery=delivery_id, why=str(trouble)[:300])
                session.rollback()
                service.give_back(session, delivery_id, token, tries=tries, now=now, trouble=str(trouble))
            session.commit()
    return sent


def _message(delivery: Delivery, ready: hooks.Ready, name: str, sender: str) -> bytes | Exception:
    try:
        return as_bytes(delivery, name=name, sender=sender, text=ready.text, html=ready.html)
    except Exception as trouble:  # noqa: BLE001 - one message that cannot be built must not hold up the others
        return ValueError(f"the message cannot be written: {trouble}")


def _write_whole(path: Path, content: bytes) -> None:
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
