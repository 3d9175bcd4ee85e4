"""``mlsalary profile``: who you are, saved once, for other commands to start from."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from mlsalary.cli.options import (
    PROFILE_OPTIONS,
    START_OPTIONS,
    Verb,
    given_of,
    prints,
    signed,
    takes_rulebook,
)
from mlsalary.errors import UsageError
from mlsalary.figures import listed
from mlsalary.results import Result
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import nearest, quoted

ACTIONS = ("save", "show", "clear")


def takes_fields(verb: Verb) -> Verb:
    """Give ``verb(given, ...)`` the options of a profile, those that were given."""

    def with_fields(**options: Any) -> Any:
        given = given_of(options)
        return verb(given=given, **options)

    return signed(with_fields, verb, PROFILE_OPTIONS | START_OPTIONS, replaced=("given",))


@prints()
@takes_rulebook
@takes_fields
def profile(
    book: Rulebook,
    given: dict[str, Any],
    no_profile: bool,
    action: Annotated[str, typer.Argument(metavar="ACTION", help="save, show or clear.")] = "show",
) -> Result:
    """Save who you are once: other commands start from it.

    [b]mlsalary profile save --years 6 --metro Austin[/b] saves those over what you saved before;
    with --no-profile those alone. Options of a command override it, and the headline says so.

    [b]mlsalary profile[/b] shows it. [b]mlsalary profile clear[/b] forgets it.

    Variables such as MLSALARY_YEARS=6 override it. Files of people, data frames and Python ignore
    both.
    """
    from mlsalary.decisions import profile as saving
    from mlsalary.sentences.started import called, shown

    action = action.casefold()
    if action not in ACTIONS:
        raise UsageError(
            "bad_action",
            f"There is no `mlsalary profile` {quoted(action)}. Use {listed(ACTIONS, 'or')}.",
            nearest(action, ACTIONS),
        )
    if action == "save":
        return saving.save(given, book, anew=no_profile)
    if given or no_profile:
        line = " ".join(f"{called(name)} {shown(value)}" for name, value in given.items())
        name = called(next(iter(given), "no_profile"))
        raise UsageError(
            "option_without_effect",
            f"{name} has no effect on {action}. "
            + (f"To save it: mlsalary profile save {line}" if line else "Leave it out."),
        )
    return saving.show(book) if action == "show" else saving.clear(book)
