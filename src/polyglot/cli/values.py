"""Options and arguments as they come: texts, flags and paths.

Typer converts every value with pydantic, whose import costs a fifth of a run that has nothing to do. Our options are
texts, flags and paths, and what they mean is checked by the library, so nothing is lost by taking them as they are.
Where a version of Typer keeps its conversion elsewhere, this does nothing, and Typer converts as usual.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from typer.core import TyperCommand, TyperGroup

CONVERSION = "_runtime_param"
"""The attribute in which a parameter of Typer keeps its conversion once it is made."""


@dataclass(frozen=True, slots=True)
class AsGiven:
    """The conversion of a parameter that takes texts or paths."""

    paths: bool

    def coerce(self, value: Any, param: object, ctx: object) -> Any:  # noqa: ANN401 - as Typer calls it
        """The value, each text of it a path where paths are wanted; nothing for nothing."""
        del param, ctx
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, tuple | list):
            return [Path(each) if self.paths else each for each in value]
        return Path(value) if self.paths else value


class PlainCommand(TyperCommand):
    """A command whose values are taken as they come."""

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401 - Typer's own classes are private
        """The parameters, `--help` too, each with its conversion."""
        return _taken_as_given(super().get_params(ctx))


class PlainGroup(TyperGroup):
    """A group of commands whose own values are taken as they come."""

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401 - as above
        """The parameters, `--help` too, each with its conversion."""
        return _taken_as_given(super().get_params(ctx))


def _taken_as_given(params: list[Any]) -> list[Any]:
    for param in params:
        kind = getattr(getattr(param, "type_descriptor", None), "annotation", None)
        if hasattr(param, CONVERSION) and (kind in {str, bool, Path} or get_args(kind) in {(str,), (Path,)}):
            setattr(param, CONVERSION, AsGiven(Path in {kind, *get_args(kind)}))
    return params
