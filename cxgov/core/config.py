"""The configuration: `config.toml` in the instance folder, environment variables over it, keys in files of their own.

`load()` returns checked, frozen settings or raises `ConfigError` with every mistake on one readable line.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from cxgov.core import paths
from cxgov.core.config_mistakes import ConfigError, in_words
from cxgov.core.config_sign_on import discovery_address, group_and_role
from cxgov.core.config_sources import from_environment, from_file, read_key, read_replaced_keys, read_secret
from cxgov.core.enums import Role

CONFIG_FILE = "config.toml"
DATABASE_FILE = "cxgov.sqlite3"


def _zone(value: str) -> str:
    """Accept only a name of the IANA time zone database."""
    try:
        ZoneInfo(value)
    except (OSError, ValueError, ZoneInfoNotFoundError):
        _refuse('must be a time zone such as "Europe/Berlin"')
    return value


def _web_address(value: str) -> str:
    """Accept an http or https address without path, query and password; give it back without the last slash."""
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
        _refuse('must be an address such as "https://cxgov.example.org"')
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        _refuse("must name scheme, host and port only")
    return value.rstrip("/")


def _database_address(value: str) -> str:
    """Accept SQLite and PostgreSQL; PostgreSQL is always spoken to through psycopg 3."""
    for scheme in ("postgres://", "postgresql://"):
        if value.startswith(scheme):
            return "postgresql+psycopg://" + value.removeprefix(scheme)
    if value and not value.startswith(("sqlite://", "postgresql+psycopg://")):
        _refuse('must begin with "sqlite://" or "postgresql://"')
    return value


def _refuse(why: str) -> NoReturn:
    raise ValueError(why)


Words = Annotated[tuple[str, ...], Field(strict=False)]


class Section(BaseModel):
    """One section of the file: nothing unknown, nothing converted, nothing changed later."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class Organisation(Section):
    """Whose committees these are, and where their day begins."""

    name: Annotated[str, Field(min_length=1, max_length=200)] = "Our organisation"
    zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")] = "en"


class Server(Section):
    """Where cxgov listens, and under which address people reach it."""

    base_url: Annotated[str, AfterValidator(_web_address)] = ""
    host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    threads: Annotated[int, Field(ge=1, le=512)] = 32
    trusted_hosts: Annotated[tuple[str, ...], Field(strict=False)] = ()
    trusted_proxies: Annotated[int, Field(ge=0, le=10)] = 0

    @property
    def public_url(self) -> str:
        """The address in links, without a slash at its end: `base_url`, else the address listened on."""
        if self.base_url:
            return self.base_url
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104 - read, not bound
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def allowed_hosts(self) -> tuple[str, ...]:
        """The names that a request may be addressed to: the public one, this machine, and those configured."""
        public = urlsplit(self.public_url).hostname or self.host
        return tuple(dict.fromkeys((public, "127.0.0.1", "localhost", *self.trusted_hosts)))


class Secrets(Section):
    """Keys that never stand in `config.toml`: one signs what browsers hold, the other chains the journal."""

    secret_key: Annotated[str, Field(repr=False)]
    journal_key: Annotated[str, Field(repr=False)]
    sign_on_secret: Annotated[str, Field(repr=False)] = ""
    secret_key_fallbacks: Annotated[tuple[str, ...], Field(repr=False)] = ()


class Database(Section):
    """Where the data lie; an empty address means SQLite in the instance folder."""

    url: Annotated[str, AfterValidator(_database_address), Field(repr=False)] = ""

    @property
    def is_sqlite(self) -> bool:
        """Tell which of the two databases this is."""
        return self.url.startswith("sqlite")


class Reports(Section):
    """When the monthly report and the digest fall due, and what one rendering may use."""

    day: Annotated[int, Field(ge=1, le=28)] = 1
    hour: Annotated[int, Field(ge=0, le=23)] = 0
    minute: Annotated[int, Field(ge=0, le=59)] = 5
    time_limit_seconds: Annotated[int, Field(ge=5, le=3600)] = 120
    memory_limit_mb: Annotated[int, Field(ge=256, le=65536)] = 1024


class Imports(Section):
    """How much one file may hold."""

    max_file_bytes: Annotated[int, Field(ge=1000, le=1_000_000_000)] = 5_000_000


class Actions(Section):
    """How often an owner may move a date before the chair must decide."""

    max_slips: Annotated[int, Field(ge=0, le=20)] = 2


class SignIn(Section):
    """How long a sign-in link and a session hold, when it is proved again, and which roles need a second factor."""

    link_hours: Annotated[int, Field(ge=1, le=720)] = 72
    session_hours: Annotated[int, Field(ge=1, le=720)] = 12
    prove_again_minutes: Annotated[int, Field(ge=1, le=43_200)] = 15
    second_factor_for: Annotated[tuple[Annotated[Role, Field(strict=False)], ...], Field(strict=False)] = (
        Role.ADMINISTRATOR,
        Role.CX_OFFICE,
    )


class SignOn(Section):
    """The organisation's own sign-on (OpenID Connect); an empty address means that there is none."""

    discovery_url: Annotated[str, AfterValidator(discovery_address)] = ""
    client_id: Annotated[str, Field(max_length=255)] = ""
    label: Annotated[str, Field(min_length=1, max_length=60)] = "your organisation’s sign-on"
    scopes: Words = ("openid", "email", "profile")
    groups_claim: Annotated[str, Field(min_length=1, max_length=100)] = "groups"
    roles: Annotated[tuple[Annotated[str, AfterValidator(group_and_role)], ...], Field(strict=False)] = ()
    makes_people: bool = False
    trusts_addresses: bool = False
    second_factor: bool = True
    only: bool = False
    local_admins: Words = ()

    @model_validator(mode="after")
    def _check_whole(self) -> "SignOn":
        """Refuse half a sign-on, and one that would shut everybody out."""
        if self.discovery_url and not self.client_id:
            raise ValueError("client_id is missing")
        if self.only and not self.discovery_url:
            raise ValueError("only = true needs a discovery_url")
        if "openid" not in self.scopes:
            raise ValueError('scopes must name "openid"')
        return self

    @property
    def is_on(self) -> bool:
        """Say whether there is a sign-on."""
        return bool(self.discovery_url)

    @property
    def role_of_group(self) -> tuple[tuple[str, Role], ...]:
        """Return each group with the role that its members have."""
        pairs = (entry.rpartition(":") for entry in self.roles)
        return tuple((group.strip(), Role(role.strip())) for group, _, role in pairs)

    def is_local(self, address: str | None) -> bool:
        """Say whether somebody may come in without the sign-on although it is the only door."""
        return (address or "").lower() in {one.strip().lower() for one in self.local_admins}


class Backups(Section):
    """Where `cxgov backup` writes, and how old the newest one may be before the doctor says so."""

    folder: str = ""
    max_age_hours: Annotated[int, Field(ge=1, le=8760)] = 26


class Limits(Section):
    """How many requests a minute one sign-in, or one address without a sign-in, may make; 0: any number."""

    requests_per_minute: Annotated[int, Field(ge=0, le=1_000_000)] = 1200
    anonymous_per_minute: Annotated[int, Field(ge=0, le=1_000_000)] = 600


class Log(Section):
    """How much is written to the log."""

    level: Literal["debug", "info", "warning", "error"] = "info"


class Settings(Section):
    """All of the configuration, checked."""

    instance: Path
    secrets: Secrets
    organisation: Organisation = Organisation()
    server: Server = Server()
    database: Database = Database()
    reports: Reports = Reports()
    imports: Imports = Imports()
    actions: Actions = Actions()
    sign_in: SignIn = SignIn()
    sign_on: SignOn = SignOn()
    backups: Backups = Backups()
    limits: Limits = Limits()
    log: Log = Log()


def sections() -> dict[str, type[Section]]:
    """Name every section that may stand in `config.toml`, with its keys; the test of the example reads it too."""
    kinds = {name: field.annotation for name, field in Settings.model_fields.items() if name != "secrets"}
    return {name: kind for name, kind in kinds.items() if isinstance(kind, type) and issubclass(kind, Section)}


def instance_folder(instance: Path | None = None, environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of database, files and configuration: as asked, else CXGOV_INSTANCE, else `instance/`."""
    if instance is not None:
        return instance.resolve()
    home = paths.REPOSITORY if paths.IN_REPOSITORY else Path.cwd()
    named = environ.get("CXGOV_INSTANCE")
    return Path(named).resolve() if named else home / "instance"


def load(instance: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read and check the whole configuration; raise ConfigError naming every mistake at once."""
    folder = instance_folder(instance, environ)
    written, mistakes = from_file(folder / CONFIG_FILE)
    by_environment, unknown = from_environment(environ, sections())
    mistakes += unknown
    keys, refused = _keys(folder, environ)
    mistakes += refused
    values: dict[str, Any] = {name: section for name, section in written.items() if name not in {"secrets", "instance"}}
    for section, changes in by_environment.items():
        if isinstance(values.setdefault(section, {}), dict):
            values[section] = values[section] | changes
    try:
        settings = Settings(instance=folder, secrets=keys, **values)
    except ValidationError as error:
        raise ConfigError(mistakes + in_words(error, by_environment, CONFIG_FILE)) from None
    if mistakes:
        raise ConfigError(mistakes)
    return settings.model_copy(update={"database": Database(url=_placed(settings.database.url, folder))})


def _keys(folder: Path, environ: Mapping[str, str]) -> tuple[Secrets, list[str]]:
    """Read both keys and what is wrong with them; alike they would open each other's lock."""
    secret_key, mistakes = read_key("secret_key", folder, environ)
    journal_key, more = read_key("journal_key", folder, environ)
    mistakes += more
    if not mistakes and secret_key == journal_key:
        mistakes = ["journal.key: must differ from secret.key (CXG-E001)"]
    sign_on_secret, unread = read_secret("sign_on_secret", folder, environ)
    replaced, refused = read_replaced_keys(folder, environ)
    keys = Secrets(
        secret_key=secret_key,
        journal_key=journal_key,
        sign_on_secret=sign_on_secret,
        secret_key_fallbacks=tuple(key for key in replaced if key != secret_key),
    )
    return keys, mistakes + unread + refused


def _placed(url: str, folder: Path) -> str:
    """Return the database's address with a relative SQLite path taken from the instance folder."""
    if not url:
        return f"sqlite:///{folder / DATABASE_FILE}"
    path = url.removeprefix("sqlite:///")
    if path == url or path.startswith(("/", ":memory:", "file:")) or not path:
        return url
    return f"sqlite:///{folder / path}"
