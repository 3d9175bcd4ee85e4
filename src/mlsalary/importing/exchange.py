"""Swaps two folders in one step, where the system can: nobody ever finds one of them missing."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are as this process sees them
_LINUX_SWAP = 2  # RENAME_EXCHANGE of renameat2(2)
_MACOS_SWAP = 2  # RENAME_SWAP of renamex_np(2)


def exchange(one: Path, other: Path) -> bool:
    """Give each folder the other's name; False, and nothing done, where one step cannot do it."""
    first, second = os.fsencode(one), os.fsencode(other)
    try:
        system = ctypes.CDLL(None)
        if sys.platform == "linux":
            return bool(system.renameat2(_HERE, first, _HERE, second, _LINUX_SWAP) == 0)
        if sys.platform == "darwin":
            return bool(system.renamex_np(first, second, _MACOS_SWAP) == 0)
    except (AttributeError, OSError, TypeError):  # a C library without the call, or none at all
        pass
    return False
