"""Where settings come from: a TOML file, environment variables, and key files that only their owner may read."""

import os
import re
import secrets
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_origin

from pydantic import BaseModel

from cxgov.core.config_mistakes import guess, variable

KEY_FILES = {"secret_key": "secret.key", "journal_key": "journal.key"}
SECRET_FILES = {"sign_on_secret": "sign-on.secret"}
"""What others gave us: it may be missing, and how strong it is was for them to say."""
OLD_KEYS, FALLBACKS = "secret.key.old", "CXGOV_SECRET_KEY_FALLBACKS"
MIN_KEY_LENGTH = 32
MIN_DIFFERENT_CHARACTERS = 10
# Made of these words alone. No word is made of two others, or matching would take for ever.
WELL_KNOWN = re.compile(
    r"^[\W_]*((dev|development|change|me|it|this|replace|insert|your|my|the|very|super|top|not|so|secret|key|pass|word"
    r"|default|example|insecure|test|testing|flask|django|cxgov|admin|demo|please|here|value|with)[\W_\d]*)+$"
)
# Not settings: where the instance lies, and what tests tell the processes that they start.
OTHER_VARIABLES = re.compile(r"^CXGOV_(INSTANCE|TEST_.*)$")


def from_file(path: Path) -> tuple[dict[str, Any], list[str]]:
    """Read a TOML file; return its content and its mistakes. A file that is not there is empty."""
    try:
        content = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return {}, []
    except tomllib.TOMLDecodeError as error:
        return {}, [f"{path.name}: is not valid TOML: {error}"]
    except UnicodeDecodeError:
        return {}, [f"{path.name}: is not UTF-8 text"]
    except OSError as error:
        return {}, [f"{path.name}: cannot be read: {error.strerror}"]
    mistakes = [
        f"{path.name}: [{name}] does not belong here: keys stand in secret.key and journal.key, or in the environment"
        if name == "secrets"
        else f"{path.name}: [{name}] is not a known section"
        for name in content
        if name in {"secrets", "instance"}
    ]
    return content, mistakes


def from_environment(
    environ: Mapping[str, str], sections: Mapping[str, type[BaseModel]]
) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Pick the settings out of the environment, by section; a CXGOV_ variable that means nothing is a mistake."""
    known = {variable(section, key): (section, key) for section, kind in sections.items() for key in kind.model_fields}
    found: dict[str, dict[str, Any]] = {}
    mistakes = []
    for name in sorted(name for name in environ if name.startswith("CXGOV_")):
        if name in known:
            section, key = known[name]
            found.setdefault(section, {})[key] = _value(environ[name], sections[section].model_fields[key].annotation)
        elif name not in map(
            _key_variable, (*KEY_FILES, *SECRET_FILES, "secret_key_fallbacks")
        ) and not OTHER_VARIABLES.match(name):
            mistakes.append(f"{name}: is not a known setting{guess(name, list(known))}")
    return found, mistakes


def _value(text: str, kind: Any) -> Any:
    """Turn the text of a variable into what the same setting would be in the file; what does not fit stays text."""
    if kind is int and re.fullmatch(r"\s*-?[0-9]{1,18}\s*", text):
        return int(text)
    if kind is bool and text.strip().lower() in {"true", "false"}:
        return text.strip().lower() == "true"
    if get_origin(kind) is tuple:
        return [part.strip() for part in text.split(",") if part.strip()]
    return text


def _key_variable(name: str) -> str:
    return f"CXGOV_{name}".upper()


def read_key(name: str, folder: Path, environ: Mapping[str, str]) -> tuple[str, list[str]]:
    """Read a key from its variable, else from its file; return it with what is wrong with it (CXG-E001)."""
    source = KEY_FILES[name]
    if (key := environ.get(_key_variable(name))) is not None:
        source = _key_variable(name)
    else:
        try:
            key = (folder / source).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return "", [f'{source}: is missing; "cxgov init" makes it (CXG-E001)']
        except (OSError, UnicodeDecodeError):
            return "", [f"{source}: cannot be read (CXG-E001)"]
    weakness = key_weakness(key)
    return key, [f"{source}: {weakness} (CXG-E001)"] if weakness else []


def read_secret(name: str, folder: Path, environ: Mapping[str, str]) -> tuple[str, list[str]]:
    """Read a secret that somebody else gave, from its variable or else its file; empty where there is none."""
    if (secret := environ.get(_key_variable(name))) is not None:
        return secret.strip(), []
    try:
        return (folder / SECRET_FILES[name]).read_text(encoding="utf-8").strip(), []
    except FileNotFoundError:
        return "", []
    except (OSError, UnicodeDecodeError):
        return "", [f"{SECRET_FILES[name]}: cannot be read"]


def read_replaced_keys(folder: Path, environ: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Read the secret keys that were replaced and still open what they closed: a line or a comma between two.

    Return them with what is wrong with them. A weak one is refused as a present one is: it opens the same doors.
    """
    source = FALLBACKS
    if (text := environ.get(FALLBACKS)) is None:
        source = OLD_KEYS
        try:
            text = (folder / OLD_KEYS).read_text(encoding="utf-8")
        except FileNotFoundError:
            return [], []
        except (OSError, UnicodeDecodeError):
            return [], [f"{OLD_KEYS}: cannot be read (CXG-E001)"]
    found = [key.strip() for key in text.replace(",", "\n").splitlines() if key.strip()]
    weak = next((weakness for key in found if (weakness := key_weakness(key))), None)
    return found, [f"{source}: {weak} (CXG-E001)"] if weak else []


def key_weakness(key: str) -> str | None:
    """Say what makes a key easy to guess, or nothing: known words, length, variety."""
    if WELL_KNOWN.match(key.casefold()):
        return "is well known, so anybody could use it"
    if len(key) < MIN_KEY_LENGTH:
        return f"must have at least {MIN_KEY_LENGTH} characters"
    if len(set(key)) < MIN_DIFFERENT_CHARACTERS:
        return "repeats the same few characters"
    return None


def make_secrets(instance: Path) -> None:
    """Make each key that is missing, readable by its owner alone; a key that is there is never replaced."""
    instance.mkdir(parents=True, exist_ok=True)
    for file in KEY_FILES.values():
        try:
            handle = os.open(instance / file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(secrets.token_urlsafe(48) + "\n")
            out.flush()
            os.fsync(out.fileno())
