"""What is wrong with a command line, in a sentence that names the word, the reason, the way out.

Loaded only where something is wrong: it looks into every verb.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import typer

from mlsalary.cli import names
from mlsalary.cli.examples import EXAMPLES, PROGRAM
from mlsalary.cli.words import Given, Line, Wrong, called, is_option, option_names
from mlsalary.decisions import offer_fields
from mlsalary.errors import MlsalaryError, UsageError
from mlsalary.figures import listed
from mlsalary.profile import FIELDS, WORDS
from mlsalary.spelling import nearest, one_line, quoted

_VALUES = {
    **offer_fields.EXAMPLES,
    **{part.name: part.example for part in offer_fields.PARTS},
    "by": "metro",
    "posted": "130k-242k",
    "format_": "json",
    "output": "answer.md",
    "map_": "years=YOE",
    "encoding": "cp1252",
}
"""A value of each option that many commands have, or that hardly anyone guesses."""
_FILES = ("offer", "batch", "backtest", "fit", "data")
"""The verbs that read a file which the line names."""
_READERS = {
    ".toml": "mlsalary offer {}",
    ".csv": "mlsalary batch {} -o priced.csv",
    ".xlsx": "mlsalary batch {} -o priced.xlsx",
    ".jsonl": "mlsalary batch {} -o priced.jsonl",
    ".parquet": "mlsalary batch {} -o priced.parquet",
}
"""What reads a file of such an ending."""
_COMPARED = ("estimate", "target", "path", "offer", "brief")
"""The verbs whose profiles can be set side by side instead."""
_FIELDS = {one.name for one in FIELDS}
_NUMBERS = ("int", "integer", "float")
_TEXTS = ("str", "text", "path")
"""What Typer calls the types of values."""
_ONE_WORD = ("ACTION", "COMMAND", "NAME", "TABLE")
"""The arguments that take one of a few words: no more can belong to them."""
_OFFERS = (".toml", ".json")
"""How the names of files of offers end: no such word belongs to the value before it."""
_LEAST = 3
"""Letters that are enough of the beginning of an option: ``--deg``."""


def of_line(wrong: Wrong, parameters: Sequence[Any], verb: str) -> UsageError:
    """The error for what is wrong with the words behind a verb."""
    if wrong.code == "unknown_option":
        return _unknown_option(wrong.words, _shown(parameters), verb)
    if wrong.code == "missing_value":
        return _missing_value(wrong.words, option_names(parameters), verb)
    if wrong.code == "unexpected_value":
        option, value = wrong.words
        return UsageError(
            "unexpected_value",
            f"{option} takes no value: leave {quoted(f'={value}')} out. {_help(verb)}",
        )
    if wrong.code == "option_twice":
        return _twice(verb, *wrong.given)
    if wrong.code == "unexpected_word":
        return _unexpected(wrong.given, option_names(parameters), verb)
    return UsageError(
        "missing_argument",
        f"{verb} also needs {listed(wrong.words)}{_such_as(verb)}. {_help(verb)}",
    )


def bad_value(error: typer.BadParameter, line: Line, verb: str) -> MlsalaryError:
    """The error for a value that is none of its option's kind: a word where a number is meant."""
    parameter = error.param
    given = [one for one in line.given if one.parameter is parameter]
    kind: Any = getattr(parameter, "type", None)
    if not given or kind is None or kind.name.split()[0] not in _NUMBERS:
        return UsageError("usage", f"{error.format_message().rstrip('.')}. {_help(verb)}")
    least = getattr(kind, "min", None)
    whole = "a number" if kind.name.startswith("float") else "a whole number"
    bound = "" if least is None else f", {least} or more"
    return UsageError(
        "bad_number",
        f"{given[-1].typed} wants {whole}{bound}, such as 5; you wrote {quoted(given[-1].value)}.",
    )


def before_the_verb(wrong: Wrong, words: Sequence[str], program: Any) -> UsageError:
    """The error for an option that stands where the verb should."""
    if wrong.code != "unknown_option":
        return of_line(wrong, program.params, PROGRAM)
    verbs, option = tuple(program.commands), wrong.words[0]
    verb = next((word for word in words if word in verbs), None)
    having = _having(option)
    if verb in having:
        rest = [word for word in words if word != verb]
        way_out = f"Options come after the command: mlsalary {verb} {_typed(rest)}"
        return UsageError("unknown_option", way_out, [f"mlsalary {verb} {_typed(rest)}"])
    if having:
        return UsageError(
            "unknown_option",
            f"{option} belongs to a command. Name the command first: "
            f"mlsalary {having[0]} {_typed(words)}",
            [f"mlsalary {having[0]} {_typed(words)}"],
        )
    near = _near(option, option_names(program.params))
    return UsageError(
        "unknown_option", f"mlsalary has no option {one_line(option)}. See mlsalary --help.", near
    )


def unknown_command(word: str, verbs: Sequence[str]) -> UsageError:
    """The error for a first word that is no verb."""
    near, having = nearest(word, verbs), _having(f"--{word}")
    there_is_none = f"There is no command {quoted(word)}"
    if having and not near:
        return UsageError(
            "unknown_command",
            f"{there_is_none}: --{word.casefold()} is an option of {_some(having)}. "
            f"{_help(having[0])}",
        )
    return UsageError(
        "unknown_command",
        f"{there_is_none}. Commands: {', '.join(verbs)}. See mlsalary --help.",
        near,
    )


def _unknown_option(words: Sequence[str], own: Mapping[str, Any], verb: str) -> UsageError:
    option, value = words[0], words[1] if len(words) > 1 else None
    there_is_none = f"{verb} has no option {one_line(option)}"
    if instead := names.instead_of(option, verb):
        if not instead.option:
            return UsageError("unknown_option", f"{there_is_none}. {instead.why}.")
        is_own = instead.option in own and verb in (instead.commands or (verb,))
        whose = verb if is_own else next(iter(instead.commands), "estimate")
        shown = _typed([value]) if value and not value.startswith("-") else instead.example
        meant = f"{instead.option if is_own else f'mlsalary {whose} {instead.option}'} {shown}"
        return UsageError("unknown_option", f"{there_is_none}. Use {meant}", [meant])
    near = _near(option, own)
    having = [] if _plain(option) in near else _having(option, verb)
    if having:
        return UsageError(
            "unknown_option",
            f"{there_is_none}: it belongs to mlsalary {_some(having)}. {_help(verb)}",
        )
    return UsageError("unknown_option", f"{there_is_none}. {_help(verb)}", near)


def _missing_value(words: Sequence[str], own: Mapping[str, Any], verb: str) -> UsageError:
    option = words[0]
    behind = f", and {words[1]} is another option" if len(words) > 1 else ""
    parameter = own.get(option) or own[names.canonical()[option]]
    example = _VALUES.get(parameter.name)
    if example and " " in example:
        example = f'"{example}"'
    such = f", such as {option} {example}" if example else ""
    more = parameter.help or _help(verb)
    return UsageError("missing_value", f"{option} needs a value after it{behind}{such}. {more}")


def _twice(verb: str, first: Given, second: Given) -> UsageError:
    name = called(first.parameter)
    if second.value is None:
        return UsageError(
            "option_twice",
            f"{first.typed} and {second.typed} contradict each other. Give one of them.",
        )
    what = (
        f"{first.typed} is given twice, where one is meant"
        if first.typed == second.typed
        else f"{first.typed} and {second.typed} are one option, given twice"
    )
    can_be_compared = verb in _COMPARED and first.parameter.name in _FIELDS
    more = ""
    if can_be_compared:
        more = f" To compare them: mlsalary compare {name} … {name} …"
    elif first.parameter.name == "by":
        more = (
            " Rank one kind and give the values of the other: "
            "mlsalary compare --by metro --level mid --level senior"
        )
    return UsageError("option_twice", f"{what}. Give it once.{more}")


def _unexpected(stray: Sequence[Given], own: Mapping[str, Any], verb: str) -> UsageError:
    """For words that nothing takes: most were meant to stand in the value before them."""
    if said := _several_files(stray, verb):
        return UsageError("unexpected_word", said)
    if said := _of_a_flag(stray[0], verb) or _a_file(stray[0].typed, verb):
        return UsageError("unexpected_word", said)
    for at, one in enumerate(stray):
        if one.typed.casefold().endswith(_OFFERS) or len(one.typed.split()) > 1:
            continue  # a file, or words that were quoted already
        whole = _joined(stray[at:])
        if whole is not None:
            return UsageError(
                "unexpected_word",
                f"There is an unexpected word {quoted(one.typed)}: quote it, {whole}",
                [whole],
            )
    word = stray[0].typed
    meant = _as_options([one.typed for one in stray], own)
    way_out = "leave it out"
    if meant:
        say = "say which option it is, such as" if len(meant) == 1 else "name the options:"
        way_out = f"{say} {' '.join(meant)}"
    return UsageError(
        "unexpected_word",
        f"There is an unexpected word {quoted(word)}: {way_out}. {_help(verb)}",
    )


def _as_options(words: Sequence[str], own: Mapping[str, Any]) -> list[str]:
    """Words that stand alone, each behind the option that it most likely belongs to; words of a
    place that follow one another are one place."""
    from mlsalary.rulebook import Rulebook
    from mlsalary.vocabulary import vocabulary

    known = vocabulary(Rulebook.shipped()).words
    option_of = {str(word): one for one in WORDS for word in known[str(one.vocabulary)]}
    found: list[tuple[str, str]] = []
    for word in words:
        field = option_of.get(word.casefold())
        option = f"--{field.name}" if field else _likely(word)
        if option == "--metro" and found and found[-1][0] == option:
            word = f"{found.pop()[1]} {word}"
        found.append((option, word))
    return [f"{option} {_typed([word])}" for option, word in found if option in own]


def _likely(word: str) -> str:
    """The option of a word that is in no vocabulary: years, the title of a job, or a place."""
    from mlsalary.reading.titles import read_title
    from mlsalary.rulebook import Rulebook

    if word[:1].isdigit():
        return "--years"
    return "--title" if read_title(word, None, Rulebook.shipped()).ours else "--metro"


def _of_a_flag(stray: Given, verb: str) -> str | None:
    """For the value of a flag that is no flag in other verbs: ``target 300k --base 215k``."""
    before = stray.before
    if before is None or before.value is not None or not is_option(before.parameter):
        return None
    takes = [one for one in _having(before.typed, verb) if not _is_flag(before.typed, one)]
    if not takes:
        return None
    return (
        f"{before.typed} takes no value in {verb}: leave {quoted(stray.typed)} out. "
        f"{before.parameter.help} With a value: mlsalary {takes[0]} {before.typed} "
        f"{_typed([stray.typed])}"
    )


def _several_files(stray: Sequence[Given], verb: str) -> str | None:
    """For several files of offers, which are compared in one."""
    before = [stray[0].before] if stray[0].before else []
    files = [one.typed for one in (*before, *stray) if one.typed.casefold().endswith(_OFFERS)]
    if len(files) < 2 or verb not in (*_COMPARED, "compare"):
        return None
    return (
        f"Offers are compared in one file: leave {quoted(files[-1])} out, and move what it holds, "
        f"an [[offer]] table each, to {quoted(files[0])}. Then: mlsalary offer {_typed(files[:1])}"
    )


def _a_file(word: str, verb: str) -> str | None:
    """For the name of a file where no file is read."""
    ending = Path(word).suffix.lower()
    if verb in _FILES or ending not in _READERS:
        return None
    name = _typed([word])
    return (
        f"{verb} takes no file: leave {quoted(word)} out. To read it: "
        f"{_READERS[ending].format(name)}"
    )


def _joined(stray: Sequence[Given]) -> str | None:
    """The value before the first of these words with all that follow on it, in quotes behind its
    option; None where it can hold no more words."""
    before = stray[0].before
    if before is None or before.value is None:
        return None
    run = [stray[0]]
    for one in stray[1:]:
        if one.before is not run[-1]:
            break
        run.append(one)
    whole = " ".join([before.value, *(one.typed for one in run)])
    if not is_option(before.parameter):
        holds = (
            before.parameter is not None
            and before.parameter.type.name in _TEXTS[:2]
            and called(before.parameter) not in _ONE_WORD
        )
        return f'"{one_line(whole)}"' if holds else None
    may_hold = before.parameter.type.name in _TEXTS and _can_be(before.parameter.name, whole)
    return f'{called(before.parameter)} "{one_line(whole)}"' if may_hold else None


def _can_be(field: str, text: str) -> bool:
    """Whether years and months can be written so."""
    from mlsalary.reading.days import read_month
    from mlsalary.reading.years import read_years
    from mlsalary.rulebook import Rulebook

    read = {"years": read_years, "as_of": read_month}.get(field)
    try:
        return read is None or bool(read(text, Rulebook.shipped()))
    except UsageError:
        return False


def _having(option: str, but: str = "") -> list[str]:
    """The verbs that have an option of this name."""
    name = names.canonical().get(_plain(option), _plain(option))
    return [verb for verb, options in _options().items() if verb != but and name in options]


def _some(verbs: Sequence[str]) -> str:
    """Verbs in a sentence, the first of many."""
    return listed(verbs, "or") if len(verbs) < 5 else f"{', '.join(verbs[:3])} and others"


def _shown(parameters: Iterable[Any]) -> dict[str, Any]:
    """Every name of an option that the help lists -> the option."""
    return option_names(one for one in parameters if not one.hidden)


def _is_flag(option: str, verb: str) -> bool:
    return bool(_options()[verb][_plain(option)].is_flag)


@cache
def _options() -> Mapping[str, Mapping[str, Any]]:
    """Each verb's options, by every name of them."""
    from typer.main import get_command

    from mlsalary.cli import VERBS, build

    commands: Mapping[str, Any] = get_command(build(VERBS)).commands  # type: ignore[attr-defined]
    return {verb: _shown(command.params) for verb, command in commands.items()}


def _near(option: str, own: Mapping[str, Any]) -> list[str]:
    """Options that are spelled alike, or that begin so."""
    plain = {name[2:]: name for name in (*own, *names.canonical()) if name.startswith("--")}
    typed = _plain(option)[2:]
    if len(typed) < _LEAST:
        return []
    begun = [name for bare, name in plain.items() if bare.startswith(typed)]
    found = [*begun, *nearest(typed, plain)]
    usable = [name for name in found if name in own or names.canonical().get(name) in own]
    return list(dict.fromkeys(usable))[:3]


def _plain(option: str) -> str:
    """An option as it is written here: ``--as_of`` is ``--as-of``."""
    return option.casefold().replace("_", "-")


def _typed(words: Iterable[str]) -> str:
    """Words as a shell takes them, with quotes that both Unix and Windows have."""
    return " ".join(f'"{one_line(word)}"' if shlex.quote(word) != word else word for word in words)


def _such_as(verb: str) -> str:
    return f", as in: {EXAMPLES[verb][0].line}" if verb in EXAMPLES else ""


def _help(verb: str) -> str:
    return f"See {PROGRAM} --help." if verb == PROGRAM else f"See {PROGRAM} {verb} --help."
