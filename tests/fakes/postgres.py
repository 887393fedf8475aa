"""A real PostgreSQL server for a test session, in a folder of its own, on a Unix socket."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

MISSING = "no PostgreSQL server programs here; on Debian: apt-get install postgresql"


def programs() -> Path | None:
    """The folder with ``initdb`` and ``postgres``, newest version first; None without them."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: -int(p.parts[-3])
    )
    if found:
        return found[0].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def postgres_server(folder: Path) -> Iterator[str]:
    """Run a server in ``folder``; yield a URL without a database name. Stopped at the end.

    The server refuses to run as root, so root hands it to the account ``postgres`` (or
    ``nobody``). The socket folder is short: a Unix socket path may have 107 bytes.
    """
    bin_dir = programs()
    assert bin_dir is not None, MISSING
    sockets = Path(tempfile.mkdtemp(prefix="pg"))
    data = sockets / "data"
    account: list[str] = []
    if os.geteuid() == 0:
        user = "postgres" if _exists("postgres") else "nobody"
        shutil.chown(sockets, user)
        account = ["setpriv", "--reuid", user, "--regid", _group(user), "--clear-groups"]
    log = folder / "postgres.log"
    try:
        subprocess.run(
            [*account, bin_dir / "initdb", "-D", data, "-U", "tester", "-A", "trust",
             "--encoding=UTF8", "--locale=C", "--no-sync"],
            check=True, capture_output=True, cwd="/",
        )  # fmt: skip
        with log.open("wb") as output:
            server = subprocess.Popen(
                [*account, bin_dir / "postgres", "-D", data, "-k", sockets,
                 "-c", "listen_addresses=", "-c", "shared_buffers=16MB"],
                stdout=output, stderr=output, cwd="/",
            )  # fmt: skip
        try:
            _wait(bin_dir, sockets, server)
            yield f"postgresql://tester@/{{database}}?host={quote(str(sockets), safe='')}"
        finally:
            server.terminate()
            server.wait(30)
    finally:
        shutil.rmtree(sockets, ignore_errors=True)


def _wait(bin_dir: Path, sockets: Path, server: subprocess.Popen[bytes]) -> None:
    for _ in range(60):
        ready = subprocess.run(
            [bin_dir / "pg_isready", "-h", sockets, "-U", "tester", "-t", "1"],
            capture_output=True, check=False,
        )  # fmt: skip
        if ready.returncode == 0:
            return
        try:
            server.wait(0.25)
        except subprocess.TimeoutExpired:
            continue
        break
    raise RuntimeError("the PostgreSQL test server did not start")


def _exists(user: str) -> bool:
    import pwd

    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def _group(user: str) -> str:
    import pwd

    return str(pwd.getpwnam(user).pw_gid)
