"""Run by the system's Python, which has LibreOffice's bridge: prints valid or broken for each
signature, or none."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import uuid
from pathlib import Path
from time import monotonic
from typing import Any

import uno  # type: ignore[import-not-found]

PATIENCE = 60.0


def connect(profile: Path) -> tuple[Any, subprocess.Popen[bytes]]:
    """A LibreOffice of our own, listening on a pipe."""
    pipe = f"bangfu{uuid.uuid4().hex}"
    office = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation={profile.absolute().as_uri()}",
            "--headless",
            "--norestore",
            f"--accept=pipe,name={pipe};urp;",
        ],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    until = monotonic() + PATIENCE
    while True:
        try:
            url = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
            return resolver.resolve(url), office
        except Exception:
            if monotonic() > until or office.poll() is not None:
                end(office)
                raise


def end(office: subprocess.Popen[bytes]) -> None:
    """The office and the process it has started in turn: both are in the session of ours."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(office.pid, signal.SIGKILL)
    office.wait()


def signatures(context: Any, path: Path) -> Any:
    """The signatures of the package, as LibreOffice's own verifier sees them."""
    manager = context.ServiceManager
    access = manager.createInstanceWithContext("com.sun.star.ucb.SimpleFileAccess", context)
    stream = access.openFileRead(path.absolute().as_uri())
    factory = manager.createInstanceWithContext("com.sun.star.embed.StorageFactory", context)
    zipped = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    zipped.Name, zipped.Value = "StorageFormat", "ZipFormat"
    options = uno.Any("[]com.sun.star.beans.PropertyValue", (zipped,))
    arguments = ((stream, 1, options),)
    storage = uno.invoke(factory, "createInstanceWithArguments", arguments)
    checker = manager.createInstanceWithContext(
        "com.sun.star.security.DocumentDigitalSignatures", context
    )
    return checker.verifyDocumentContentSignatures(storage, None)


def main() -> None:
    """Ask about one file and end the office again."""
    context, office = connect(Path(sys.argv[2]))
    try:
        found = signatures(context, Path(sys.argv[1]))
        if not found:
            print("none")
        else:
            print(*("valid" if one.SignatureIsValid else "broken" for one in found))
    finally:
        end(office)


if __name__ == "__main__":
    main()
