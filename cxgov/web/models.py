"""What the web layer keeps itself: the nonces of forms already answered."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from cxgov.core.db import Base


class FormNonce(Base):
    """A form that was sent: a second click, or the back button, is led to what the first one made."""

    __tablename__ = "form_nonces"
    JOURNALLED: ClassVar[bool] = False

    nonce: Mapped[str] = mapped_column(String(64), primary_key=True)
    location: Mapped[str] = mapped_column(String(500))
    used_at: Mapped[datetime] = mapped_column(index=True)
