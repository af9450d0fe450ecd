"""The configuration is read from file, environment and key files, and each mistake is one readable line."""

import stat
from pathlib import Path

import pytest

from cxgov.core import config
from cxgov.core.config_mistakes import ConfigError
from cxgov.core.config_sources import key_weakness, make_secrets

KEYS = {"CXGOV_SECRET_KEY": "0Ub4kV9sJ2xQ7nT5wY8zR3mL6pC1dFgH", "CXGOV_JOURNAL_KEY": "hGfD1cP6lM3rZ8yW5tN7qX2jS9vK4bU0"}


def _load(folder: Path, text: str = "", **environ: str) -> config.Settings:
    if text:
        (folder / "config.toml").write_text(text, encoding="utf-8")
    return config.load(folder, KEYS | environ)


def _mistakes(folder: Path, text: str = "", **environ: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        _load(folder, text, **environ)
    return caught.value.lines


def test_without_a_file_everything_has_a_default(tmp_path):
    settings = _load(tmp_path)

    assert settings.organisation.zone == "UTC"
    assert settings.server.public_url == "http://127.0.0.1:8000"
    assert settings.database.url == f"sqlite:///{tmp_path}/cxgov.sqlite3"
    assert settings.database.is_sqlite
    assert (settings.reports.day, settings.reports.hour, settings.reports.minute) == (1, 0, 5)


def test_the_file_is_read_and_the_environment_counts_over_it(tmp_path):
    text = '[organisation]\nname = "Tarnwick Energy"\nzone = "Europe/Berlin"\n[server]\nport = 8001\nthreads = 8\n'

    settings = _load(tmp_path, text, CXGOV_SERVER_PORT="9000", CXGOV_SERVER_TRUSTED_HOSTS="a.example, b.example")

    assert settings.organisation.name == "Tarnwick Energy"
    assert (settings.server.port, settings.server.threads) == (9000, 8)
    assert settings.server.allowed_hosts == ("127.0.0.1", "localhost", "a.example", "b.example")


def test_every_mistake_is_one_line_that_says_where_it_stands(tmp_path):
    text = (
        '[organisation]\nzone = "Mars/Olympus"\n[server]\nport = "many"\nbase_url = "ftp://x"\nprot = 1\n'
        '[log]\nlevel = "loud"\n[mial]\nhost = "x"\n[reports]\nday = 31\n[secrets]\nsecret_key = "x"\n'
    )

    assert _mistakes(tmp_path, text, CXGOV_SERVER_THREADS="few", CXGOV_SERVER_PROT="1") == [
        "config.toml: [secrets] does not belong here: keys stand in secret.key and journal.key, or in the environment",
        "CXGOV_SERVER_PROT: is not a known setting; did you mean CXGOV_SERVER_PORT?",
        'config.toml: [organisation] zone: must be a time zone such as "Europe/Berlin"',
        'config.toml: [server] base_url: must be an address such as "https://cxgov.example.org"',
        "config.toml: [server] port: must be a whole number",
        "CXGOV_SERVER_THREADS: must be a whole number",
        "config.toml: [server] prot: is not a known setting",
        "config.toml: [reports] day: must be at most 28",
        "config.toml: [log] level: must be 'debug', 'info', 'warning' or 'error'",
        "config.toml: [mial]: is not a known setting",
    ]


@pytest.mark.parametrize("zone", ["", "../UTC", "/etc/localtime", "Europe", "Europe/Berlin\n", "\0"])
def test_what_is_no_time_zone_is_refused_in_words(tmp_path, zone):
    assert _mistakes(tmp_path, CXGOV_ORGANISATION_ZONE=zone) == [
        'CXGOV_ORGANISATION_ZONE: must be a time zone such as "Europe/Berlin"'
    ]


@pytest.mark.parametrize("text", ["port = 1", "server = 3"])
def test_a_section_that_is_none_is_named(tmp_path, text):
    assert len(_mistakes(tmp_path, text, CXGOV_SERVER_PORT="8000")) == 1


def test_a_file_that_is_no_toml_or_no_text_is_refused_in_one_line(tmp_path):
    assert _mistakes(tmp_path, "[server\n")[0].startswith("config.toml: is not valid TOML: ")
    (tmp_path / "config.toml").write_bytes(b"\xff\xfe[")
    assert _mistakes(tmp_path) == ["config.toml: is not UTF-8 text"]
    (tmp_path / "config.toml").unlink()
    (tmp_path / "config.toml").mkdir()
    assert _mistakes(tmp_path) == ["config.toml: cannot be read: Is a directory"]


@pytest.mark.parametrize(
    ("written", "used"),
    [
        ("postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql+psycopg://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("sqlite:////var/lib/x.db", "sqlite:////var/lib/x.db"),
        ("sqlite:///:memory:", "sqlite:///:memory:"),
        ("sqlite://", "sqlite://"),
    ],
)
def test_both_databases_are_spoken_to_by_their_own_driver(tmp_path, written, used):
    assert _load(tmp_path, CXGOV_DATABASE_URL=written).database.url == used


def test_a_relative_database_file_lies_in_the_instance(tmp_path):
    assert _load(tmp_path, CXGOV_DATABASE_URL="sqlite:///x.db").database.url == f"sqlite:///{tmp_path}/x.db"


def test_another_database_is_refused(tmp_path):
    assert _mistakes(tmp_path, CXGOV_DATABASE_URL="mysql://x") == [
        'CXGOV_DATABASE_URL: must begin with "sqlite://" or "postgresql://"'
    ]


@pytest.mark.parametrize(
    ("base_url", "host", "port", "public"),
    [
        ("https://cx.example.org/", "127.0.0.1", "8000", "https://cx.example.org"),
        ("", "0.0.0.0", "8001", "http://127.0.0.1:8001"),
        ("", "::1", "8001", "http://[::1]:8001"),
    ],
)
def test_links_lead_to_where_people_reach_the_server(tmp_path, base_url, host, port, public):
    environ = {"CXGOV_SERVER_BASE_URL": base_url, "CXGOV_SERVER_HOST": host, "CXGOV_SERVER_PORT": port}

    assert _load(tmp_path, **environ).server.public_url == public


def test_an_address_with_more_than_host_and_port_is_refused(tmp_path):
    for address in ("https://x.example/cxgov", "https://u:p@x.example", "https://x.example?a=b"):
        assert _mistakes(tmp_path, CXGOV_SERVER_BASE_URL=address) == [
            "CXGOV_SERVER_BASE_URL: must name scheme, host and port only"
        ]


def test_missing_keys_are_named_and_init_mends_them(tmp_path):
    with pytest.raises(ConfigError) as caught:
        config.load(tmp_path, {})
    assert caught.value.lines == [
        'secret.key: is missing; "cxgov init" makes it (CXG-E001)',
        'journal.key: is missing; "cxgov init" makes it (CXG-E001)',
    ]

    make_secrets(tmp_path / "new")

    secrets = config.load(tmp_path / "new", {}).secrets
    assert len(secrets.secret_key) >= 32
    assert secrets.secret_key != secrets.journal_key
    for name in ("secret.key", "journal.key"):
        assert stat.S_IMODE((tmp_path / "new" / name).stat().st_mode) == 0o600


def test_keys_that_are_there_stay(tmp_path):
    make_secrets(tmp_path)
    before = config.load(tmp_path, {}).secrets

    make_secrets(tmp_path)

    assert config.load(tmp_path, {}).secrets == before


@pytest.mark.parametrize(
    "key",
    [
        "",
        "short",
        "dev",
        "changeme",
        "secret",
        "a" * 64,
        "changeme" * 8,
        "CHANGE-ME-change-me-change-me-0123456789",
        "replace this with your very secret key",
        "django-insecure-secret-key-secret-key-test",
        "password" * 40 + "x" * 3,
    ],
)
def test_a_key_that_others_could_guess_is_refused(tmp_path, key):
    lines = _mistakes(tmp_path, CXGOV_SECRET_KEY=key)

    assert len(lines) == 1
    assert lines[0].startswith("CXGOV_SECRET_KEY: ")
    assert lines[0].endswith("(CXG-E001)")


def test_both_keys_must_differ(tmp_path):
    assert _mistakes(tmp_path, CXGOV_JOURNAL_KEY=KEYS["CXGOV_SECRET_KEY"]) == [
        "journal.key: must differ from secret.key (CXG-E001)"
    ]


def test_a_random_key_is_accepted():
    assert key_weakness("3f9a1c0b7e5d2468a0c1e3f5b7d9286401") is None


def test_no_secret_shows_when_the_settings_are_printed(tmp_path):
    shown = repr(_load(tmp_path, CXGOV_DATABASE_URL="postgresql://u:hidden@h/d"))

    assert "hidden" not in shown
    assert KEYS["CXGOV_SECRET_KEY"] not in shown


def test_settings_cannot_be_changed_later(tmp_path):
    with pytest.raises(ValueError, match="frozen"):
        _load(tmp_path).server.port = 1  # type: ignore[misc]  # that it cannot be assigned is what is tested
