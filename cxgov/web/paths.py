"""Where a redirect may lead: to a path of this application, and nowhere else."""

from urllib.parse import urlsplit


def own_path(wanted: str | None) -> str:
    """Return `wanted` where it is a path of this application, else the home page; never another origin."""
    if not wanted or len(wanted) > 1000 or not wanted.startswith("/") or wanted[1:2] in ("/", "\\"):
        return "/"
    if any(ord(letter) < 33 or letter in "\\\x7f" for letter in wanted) or "%5c" in wanted.lower() or "%09" in wanted:
        return "/"
    parts = urlsplit(wanted)
    return "/" if parts.scheme or parts.netloc else wanted
