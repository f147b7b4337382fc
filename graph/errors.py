"""The errors a user can meet: each says what, where and what to do; each kind has its exit code."""

from __future__ import annotations


class GovgraphError(Exception):
    """Anything govgraph raises on purpose."""

    exit_code = 1


class UsageError(GovgraphError):
    """The command, parameter or setting is wrong; nothing was done."""

    exit_code = 2


class InputError(GovgraphError):
    """Some or all of the input could not be read; the rest was."""

    exit_code = 3


class StoreError(GovgraphError):
    """The store or a remote engine failed or answered badly."""

    exit_code = 1


class BusyError(StoreError):
    """Another process holds the store."""

    exit_code = 4


class LaterError(GovgraphError):
    """Try again later: a limit or a deadline was reached."""

    exit_code = 75
