"""One service in a sandbox of its own: bubblewrap with namespaces, the service's files, account and variables."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gongkai.production.compose import Mount, Service
from gongkai.production.dockerfile import Folder
from gongkai.production.substitutes import Substitute, etc_binds, substitute_for

_SYSTEM: Final = ("/usr",)
_LINKS: Final = ("bin", "sbin", "lib", "lib64")
#: What bubblewrap needs to hand over to the service's account; that account itself has none.
_HANDOVER: Final = ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP")
_PATH: Final = "/usr/local/bin:/usr/bin:/bin"
#: A folder that nothing says otherwise of belongs to root, as in an image.
_ROOTS: Final = Folder(0, 0o755)


@dataclass(frozen=True, slots=True)
class Sandbox:
    """How a service runs. `state` is its own folder on this machine; `volumes` is that of all volumes."""

    service: Service
    substitute: Substitute
    state: Path
    volumes: Path

    @classmethod
    def of(cls, service: Service, base: Path) -> Sandbox:
        return cls(service, substitute_for(service), base / "services" / service.name, base / "volumes")

    @property
    def environment(self) -> dict[str, str]:
        """The compose file's variables over the image's own, and what a container engine adds."""
        path = os.pathsep.join([*self.substitute.path, _PATH])
        engine = {"PATH": path, "HOSTNAME": self.service.name, "HOME": "/tmp", "LANG": "C.UTF-8"}  # noqa: S108
        return {**engine, **self.substitute.environment, **self.service.environment}

    def command(self, info: int, block: int) -> list[str]:
        """bubblewrap's; it writes the sandbox's process to descriptor `info` and begins once `block` can be read."""
        return [
            *("bwrap", "--info-fd", str(info), "--block-fd", str(block), "--die-with-parent", "--new-session"),
            *("--unshare-net", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--hostname", self.service.name),
            *self._files(),
            *("--chdir", "/app" if self.service.target else "/", "--clearenv"),
            *(word for name, value in self.environment.items() for word in ("--setenv", name, value)),
            *(word for name in self._capabilities() for word in ("--cap-add", name)),
            "--",
            *self._account(),
            *self.substitute.entrypoint,
            *(self.service.command or self.substitute.command),
        ]

    def inside(self, pid: int, command: tuple[str, ...]) -> list[str]:
        """A command as the service itself would run it, in the sandbox whose process this is."""
        variables = (f"{name}={value}" for name, value in self.environment.items())
        namespaces = ("--mount", "--net", "--pid", "--ipc", "--uts")
        entered = ("nsenter", "--target", str(pid), *namespaces, "/usr/bin/env", "-i", *variables)
        return [*entered, *self._account(), *command]

    def write_files(self, hosts: str) -> None:
        """Make what is mounted: hosts, users, the compose file's own contents, and new volumes with their owners."""
        self.state.mkdir(parents=True, exist_ok=True)
        users = Path("/etc/passwd").read_text(encoding="utf-8")
        account = f"{self.substitute.user}:x:{self.substitute.uid}:{self.substitute.gid}::/tmp:/bin/sh\n"
        (self.state / "hosts").write_text(hosts, encoding="utf-8")
        (self.state / "passwd").write_text(users + account, encoding="utf-8")
        for target, text in self._texts().items():
            (self.state / _file_name(target)).write_text(text, encoding="utf-8")
        for mount in self.service.mounts:
            if mount.is_volume and not (self.volumes / mount.source).exists():
                self._make_volume(mount)

    def _make_volume(self, mount: Mount) -> None:
        """As an engine does it: with the folders that the image has there, and their owners."""
        folders = {path: folder for path, folder in self.substitute.folders.items() if path.startswith(mount.target)}
        for target, owner in ({mount.target: _ROOTS} | folders).items():
            path = self.volumes / mount.source / target.removeprefix(mount.target).strip("/")
            path.mkdir(parents=True)
            path.chmod(owner.mode)
            os.chown(path, owner.uid, owner.uid)

    def _files(self) -> Iterator[str]:
        for path in _SYSTEM:
            yield from ("--ro-bind", path, path)
        for name in _LINKS:
            yield from ("--symlink", f"usr/{name}", f"/{name}")
        yield from ("--proc", "/proc", "--dev", "/dev")
        yield from ("--perms", "1777", "--tmpfs", "/dev/shm")  # noqa: S108 - of the sandbox; Celery's locks
        yield from ("--perms", "0755", "--dir", "/var", "--symlink", "/run", "/var/run")
        if not sys.base_prefix.startswith("/usr"):
            yield from self._mounted("--ro-bind", sys.base_prefix, sys.base_prefix)
        for path in dict.fromkeys([*self.substitute.writable, *self.service.tmpfs]):
            yield from ("--perms", "1777", "--tmpfs", path)
        read_only = {**etc_binds(), **self.substitute.binds}
        own = {str(self.state / name): f"/etc/{name}" for name in ("hosts", "passwd")}
        for source, target in (read_only | own).items():
            yield from self._mounted("--ro-bind", source, target)
        yield from self._mounts()
        yield from ("--remount-ro", "/")

    def _mounts(self) -> Iterator[str]:
        # Outer folders first: a secret lies in a volume.
        for mount in sorted(self.service.mounts, key=lambda mount: mount.target.count("/")):
            if mount.target in self.substitute.left_out:
                continue
            source = str(self.volumes / mount.source) if mount.is_volume else mount.source
            yield from self._mounted("--ro-bind" if mount.read_only else "--bind", source, mount.target)
        for target in self._texts():
            yield from self._mounted("--ro-bind", str(self.state / _file_name(target)), target)

    def _mounted(self, how: str, source: str, target: str) -> Iterator[str]:
        """With folders that everybody may enter: bubblewrap's own would be for root alone."""
        for parent in reversed(Path(target).parents[:-1]):
            is_writable = any(parent.is_relative_to(path) for path in self.substitute.writable)
            if is_writable or not parent.is_relative_to("/usr"):
                yield from ("--perms", "0755", "--dir", str(parent))
        yield from (how, source, target)

    def _texts(self) -> Mapping[str, str]:
        """Files inside that are not on this machine as they are: contents, and files with lines left out."""
        changed = {
            mount.target: self.substitute.left_out[mount.target].sub("", Path(mount.source).read_text(encoding="utf-8"))
            for mount in self.service.mounts
            if mount.target in self.substitute.left_out
        }
        return {**changed, **self.service.contents}

    def _capabilities(self) -> tuple[str, ...]:
        return self.substitute.capabilities if self.substitute.uid == 0 else _HANDOVER

    def _account(self) -> tuple[str, ...]:
        if self.substitute.uid == 0:
            return ()
        ids = ("--reuid", str(self.substitute.uid), "--regid", str(self.substitute.gid), "--clear-groups")
        return ("setpriv", *ids, "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs", "--")


def _file_name(target: str) -> str:
    return target.strip("/").replace("/", "__")
