"""The user's configuration, ``config.toml``: its table ``[profile]`` is the saved profile.

People edit it by hand as well, so what else stands in it, comments too, stays as it is.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlsalary.errors import BadDataError, unreadable
from mlsalary.profile import FIELDS
from mlsalary.rulebook.home import config_folder
from mlsalary.values import plain

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

FILE = "config.toml"
TABLE = "profile"
LOCK = "config.lock"
_PAUSE = 0.01  # seconds
_KNOWN = {one.name: one for one in FIELDS}


def config_file() -> Path:
    """The file, whether it exists or not; BadDataError where there is no home folder."""
    return config_folder() / FILE


def saved_values() -> dict[str, Any]:
    """Field of a profile -> what is saved of it, as it stands there; nothing where nothing is.

    BadDataError, naming the file and the key, for what is no saved profile.
    """
    try:
        file = config_file()
    except BadDataError:
        return {}  # nobody without a home saved anything
    text = _text(file)
    if not text.strip():
        return {}
    from mlsalary.files import toml_text  # only where somebody saved something

    try:
        found = toml_text.loads(text)
    except ValueError as error:
        raise _not_toml(file, error) from error
    return _checked(found, file)


def save(values: Mapping[str, Any], over: Mapping[str, Any] | None) -> bool | None:
    """Make these the saved profile; whether that changed the file. None, and nothing is done, where
    ``over`` is no longer what is saved: another process saved in the meantime.

    over: None where it does not matter what is there.
    """
    from tomlkit import table  # 15 ms
    from tomlkit.items import Table

    file = config_file()
    with _turn(file):
        if over is not None and saved_values() != over:
            return None
        document = _document(file)
        own = document.get(TABLE)
        if own == values:
            return False
        if not isinstance(own, Table):  # none, or keys with dots, which do not change one by one
            document.pop(TABLE, None)
            document[TABLE] = own = table()
        for name in [name for name in own if name not in values]:
            del own[name]
        for name, value in values.items():
            own[name] = value
        _checked(document.unwrap(), file)  # what else stands there may have a fault
        _write(file, document)
    return True


def clear() -> bool:
    """Forget the saved profile, whatever it holds; whether there was one.

    A file that holds nothing else goes; a link stays, to an empty file.
    """
    file = config_file()
    if not file.exists():
        return False
    with _turn(file):
        document = _document(file)
        if TABLE not in document:
            return False
        document.pop(TABLE)
        _checked(document.unwrap(), file)  # what else stands there may have a fault
        if document.as_string().strip() or file.is_symlink():
            _write(file, document)
        else:
            _changed(file, file.unlink)
    return True


@contextmanager
def _turn(file: Path) -> Iterator[None]:
    """One process at a time changes the file; the others wait for it."""
    from mlsalary.importing.lock import LockTakenError, locked

    _changed(file, lambda: file.parent.mkdir(parents=True, exist_ok=True))
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(locked(file.with_name(LOCK)))
                break
            except LockTakenError:
                time.sleep(_PAUSE)
            except OSError as error:
                raise _cannot_write(file, error) from error
        yield


def _text(file: Path) -> str:
    try:
        if not file.exists():
            return ""
        if not file.is_file():
            raise BadDataError(
                "cannot_read", f"{file} is not a file. Move it away; --no-profile ignores it."
            )
        return file.read_text(encoding="utf-8-sig")
    except (NotADirectoryError, PermissionError):
        return ""  # another user's home, left in HOME by su or sudo
    except UnicodeDecodeError as error:
        raise _bad(file, "is not UTF-8", "Save it as UTF-8, or delete it.") from error
    except OSError as error:
        raise BadDataError(
            unreadable(error), f"{file} cannot be read: {error.strerror}. --no-profile ignores it."
        ) from error


def _document(file: Path) -> TOMLDocument:
    """The file as it stands, to be changed; BadDataError for one that is not TOML."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(_text(file))
    except TOMLKitError as error:  # a key that is there twice is no ParseError
        raise _not_toml(file, error) from error


def _write(file: Path, document: TOMLDocument) -> None:
    from mlsalary.files import write_text

    write_text(str(file), document.as_string(), replace=True)


def _changed(file: Path, change: Callable[[], object]) -> None:
    """Do what the system may refuse; BadDataError ``cannot_write`` where it does."""
    try:
        change()
    except OSError as error:
        raise _cannot_write(file, error) from error


def _cannot_write(file: Path, error: OSError) -> BadDataError:
    return BadDataError(
        "cannot_write",
        f"{file} cannot be written: {error.strerror or error}. Name another folder in "
        "MLSALARY_HOME.",
    )


def _checked(found: Mapping[str, Any], file: Path) -> dict[str, Any]:
    if strange := [name for name in found if name != TABLE]:
        if strange[0] in _KNOWN:
            raise _bad(file, f"has {strange[0]} outside [{TABLE}]", f"Put [{TABLE}] above it.")
        raise _unknown(file, strange[0], (TABLE,))
    own = found.get(TABLE, {})
    if not isinstance(own, dict):
        raise _bad(file, f"has a {TABLE} that is not the table [{TABLE}]", f"Write [{TABLE}].")
    if strange := [name for name in own if name not in _KNOWN]:
        raise _unknown(file, strange[0], tuple(_KNOWN))
    checked = {name: _of_its_kind(name, value, file) for name, value in own.items()}
    return {name: value for name, value in checked.items() if value not in ("", [])}


def _of_its_kind(name: str, value: Any, file: Path) -> Any:
    """A value that a field holds: text, a number of years, a day, a list where several may be."""
    if isinstance(value, str):
        return value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if name == "years" and is_number and math.isfinite(plain(value)):
        return value
    if name == "as_of" and isinstance(value, date):
        return value.isoformat()
    several = _KNOWN[name].several
    if several and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return value
    from tomlkit import item

    wanted = "a number, or text in quotes" if name == "years" else "text in quotes"
    wanted = "text in quotes, or a list of such" if several else wanted
    raise _bad(file, f"has {name} = {item(value).as_string()} in [{TABLE}]", f"It wants {wanted}.")


def _not_toml(file: Path, error: Exception) -> BadDataError:
    return _bad(file, f"is not TOML: {error}", "Fix that line, or delete the file.")


def _unknown(file: Path, typed: str, known: tuple[str, ...]) -> BadDataError:
    from mlsalary.spelling import nearest, quoted

    return BadDataError(
        "bad_config",
        f"{file} has {quoted(typed)}, which is not known. Known: {', '.join(known)}. "
        "Take it out; --no-profile ignores the file.",
        nearest(typed, known),
    )


def _bad(file: Path, what: str, way_out: str) -> BadDataError:
    from mlsalary.spelling import one_line

    return BadDataError(
        "bad_config", f"{file} {one_line(what, 120)}. {way_out} --no-profile ignores it."
    )
