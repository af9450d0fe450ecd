"""What may stand in the section of the organisation's sign-on."""

from urllib.parse import urlsplit

from cxgov.core.enums import Role

WELL_KNOWN = "/.well-known/openid-configuration"
_HERE = {"127.0.0.1", "::1", "localhost"}


def discovery_address(value: str) -> str:
    """Accept an https address (http only on this machine); give it back with the path that discovery has."""
    parts = urlsplit(value)
    if not value:
        return ""
    if not is_safe_address(value):
        raise ValueError("must be an https address")
    if not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ValueError("must name scheme, host and path only")
    if "{" in value or parts.path.split("/")[1:2] in (["common"], ["organizations"]):
        raise ValueError("must name your own tenant, not one that all tenants share")
    return value if value.endswith(WELL_KNOWN) else value.rstrip("/") + WELL_KNOWN


def is_safe_address(value: str) -> bool:
    """Say whether what is sent there cannot be read on the way: https, or http on this machine."""
    parts = urlsplit(value)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE))


def issuer_of(discovery_url: str) -> str:
    """Return who signs, by the address that was configured; a provider that names another one is refused."""
    return discovery_url.removesuffix(WELL_KNOWN)


def group_and_role(value: str) -> str:
    """Accept "group: role"."""
    group, colon, role = value.rpartition(":")
    if not colon or not group.strip() or role.strip() not in list(Role):
        raise ValueError(f'"{value}" must be a group, a colon and one of {", ".join(Role)}')
    return value
