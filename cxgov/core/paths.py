"""Where the files lie that are not Python: beside the package in a repository, inside it in an installed wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
REPOSITORY = PACKAGE.parent
# In an installed wheel the folder above is site-packages, and what lies there belongs to others.
IN_REPOSITORY = (REPOSITORY / "pyproject.toml").is_file()


def _place(in_repository: str, in_package: str) -> Path:
    """Return the place that holds in this kind of installation; it need not exist, so that an error can name it."""
    return REPOSITORY / in_repository if IN_REPOSITORY else PACKAGE / in_package


TEMPLATES = _place("templates", "_templates")
MIGRATIONS = _place("migrations", "_migrations")
CONFIG_EXAMPLE = _place("config.example.toml", "_config/config.example.toml")
STATIC = PACKAGE / "static"
