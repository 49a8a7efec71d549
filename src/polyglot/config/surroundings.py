"""What polyglot takes from the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

import msgspec


class Environment(msgspec.Struct, frozen=True, kw_only=True):
    """What polyglot takes from the environment."""

    accessible: bool = False
    """`ACCESSIBLE`: nothing on the screen moves."""
    force_color: bool = False
    """`FORCE_COLOR`: colours also where there is no terminal."""
    offline: bool = False
    """`POLYGLOT_OFFLINE`: no command reaches the network."""
    index: str = ""
    """`POLYGLOT_INDEX`: the address of the index of models, whatever the project says."""
    proxies: dict[str, str] = {}
    """`http_proxy`, `https_proxy`, `all_proxy`: by what they are for (`http`, `https`)."""
    direct: tuple[str, ...] = ()
    """`no_proxy`: hosts that no proxy is used for."""
    cache: str = ""
    """`XDG_CACHE_HOME`: the folder for what can be had again."""

    @property
    def downloads(self) -> Path:
        """The folder for what is being fetched."""
        return (Path(self.cache) if self.cache else Path.home() / ".cache") / "polyglot"


def environment(variables: Mapping[str, str] | None = None) -> Environment:
    """Read the variables that polyglot heeds itself; `NO_COLOR` is rich's to read."""
    values = os.environ if variables is None else variables
    on = {name for name in ("ACCESSIBLE", "FORCE_COLOR", "POLYGLOT_OFFLINE") if values.get(name, "") not in {"", "0"}}
    return Environment(
        accessible="ACCESSIBLE" in on,
        force_color="FORCE_COLOR" in on,
        offline="POLYGLOT_OFFLINE" in on,
        index=values.get("POLYGLOT_INDEX", ""),
        proxies=_proxies(values),
        direct=tuple(filter(None, re.split(r"[\s,]+", values.get("no_proxy") or values.get("NO_PROXY", "")))),
        cache=values.get("XDG_CACHE_HOME", ""),
    )


def _proxies(values: Mapping[str, str]) -> dict[str, str]:
    """The proxies by scheme, as `urllib` and `curl` read them: small letters first, and no `HTTP_PROXY` inside CGI."""
    found = {}
    for scheme in ("http", "https"):
        names = [f"{scheme}_proxy", f"{scheme.upper()}_PROXY", "all_proxy", "ALL_PROXY"]
        known = [
            name for name in names if values.get(name) and not (name == "HTTP_PROXY" and "REQUEST_METHOD" in values)
        ]
        found[scheme] = values[known[0]] if known else ""
    return {scheme: proxy for scheme, proxy in found.items() if proxy}
