"""A message as the bytes of a mail file."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from cxgov.post.models import Delivery

_ADDRESS = re.compile(r"[^\s@<>,;:]+@[^\s@<>,;:]+")


def as_bytes(delivery: Delivery, *, name: str, sender: str, text: str, html: str) -> bytes:
    """Return the message of one delivery: text and HTML as alternatives, one recipient, a stable Message-ID.

    Raises ValueError where the address or the name cannot stand in a header.
    """
    if not _ADDRESS.fullmatch(delivery.address):
        raise ValueError("there is no mail address in it")
    local, _, domain = delivery.address.rpartition("@")
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(display_name="cxgov", addr_spec=sender)
    message["To"] = Address(display_name=_literal(name), username=local, domain=domain)
    message["Subject"] = _literal(delivery.headline)
    message["Date"] = format_datetime(delivery.queued_at)
    message["Message-ID"] = delivery.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message.as_bytes()


def _literal(words: str) -> str:
    """Return words for a header on one line; an encoded word in them would be decoded, line breaks and all."""
    return " ".join(words.replace("=?", "= ?").split())
