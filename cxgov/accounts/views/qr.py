"""The picture that an authenticator scans."""

from cxgov.people.models import Person
from cxgov.web.extensions import db
from cxgov.web.settings import settings


def uri_of(secret: str, person_id: int) -> str:
    """Return the address that an authenticator understands: whose secret it is, and where it counts."""
    import pyotp

    person = db.session.get_one(Person, person_id)
    return pyotp.TOTP(secret).provisioning_uri(
        name=person.email or person.name, issuer_name=f"cxgov {settings().organisation.name}"
    )


def picture_of(uri: str) -> str:
    """Return the QR code of an address as a picture that stands in the page itself; dark on white in every theme."""
    import segno

    return str(segno.make(uri, error="m").svg_data_uri(scale=4, border=3, dark="#000", light="#fff", omitsize=False))
