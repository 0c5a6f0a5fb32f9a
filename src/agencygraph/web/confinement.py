"""What a worker process may take and do: bounded memory, no connections of its own, lower priority when told."""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys
from pathlib import Path

_SOCKET = {"x86_64": 41, "aarch64": 198}
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER, _DIE_WITH_PARENT = 38, 22, 2, 1
_LOAD_CALL, _IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13
_PAGE = os.sysconf("SC_PAGE_SIZE")


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def bound_memory(extra: int) -> None:
    """Let this process take that many bytes of memory more than it has now; past them an allocation fails."""
    used = _mapped()
    resource.setrlimit(resource.RLIMIT_AS, (used + extra, used + extra))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _mapped() -> int:
    """The bytes of address space in use; where a system does not tell, what the process has held at most."""
    if sys.platform == "linux":
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * _PAGE
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def forbid_connections() -> bool:
    """Let the kernel refuse every new socket of this process, for good; whether this system can do that.

    Queries that ask other servers are refused before they run; this holds should one slip through.
    """
    number = _SOCKET.get(platform.machine())
    if sys.platform != "linux" or number is None:
        return False
    steps = ((_LOAD_CALL, 0, 0, 0), (_IF_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW))
    code = b"".join(struct.pack("HBBI", *step) for step in steps)
    program = _Program(len(steps), code)
    call = ctypes.CDLL(None, use_errno=True).prctl
    nothing = ctypes.c_ulong(0)
    if call(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), nothing, nothing, nothing) != 0:
        return False
    return bool(call(_SECCOMP, ctypes.c_ulong(_FILTER), ctypes.byref(program), nothing, nothing) == 0)


def die_with_parent() -> None:
    """Let the kernel end this process when the one that made it ends, where the system can do that."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, 9)
