"""The networks of the stack: a bridge each, an address for every service on it, and the published ports.

A network that leads nowhere has no address of this machine: nothing is routed from it. All of it vanishes with `clear`.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from gongkai.production.compose import Service, Stack

#: Of the addresses that are private by RFC 1918; a network is 10.89.<its place>.0/24.
PREFIX: Final = "10.89"
_FIRST_SERVICE: Final = 10
_TABLE: Final = "gongkai"


@dataclass(frozen=True, slots=True)
class Networks:
    """Addresses by place in the compose file, so that they are the same at every start."""

    stack: Stack

    def address(self, network: str, service: str) -> str:
        return f"{PREFIX}.{self._place(network)}.{_FIRST_SERVICE + list(self.stack.services).index(service)}"

    def gateway(self, network: str) -> str | None:
        """This machine's address on a network that leads out; None on the others."""
        return f"{PREFIX}.{self._place(network)}.1" if self.stack.networks[network] else None

    def hosts(self, service: Service) -> str:
        """/etc/hosts of a service: itself, and whoever shares a network with it."""
        lines = ["127.0.0.1 localhost", f"{self.address(next(iter(service.networks)), service.name)} {service.name}"]
        for network in service.networks:
            for other in self.stack.services.values():
                if other.name != service.name and network in other.networks:
                    names = " ".join((other.name, *other.networks[network]))
                    lines.append(f"{self.address(network, other.name)} {names}")
        return "\n".join([*lines, ""])

    def make(self) -> None:
        """Make the bridges and publish the ports. What an earlier stack left is cleared first."""
        self.clear()
        for name in self.stack.networks:
            bridge = _bridge(name)
            _ip("link", "add", bridge, "type", "bridge")
            if gateway := self.gateway(name):
                _ip("address", "add", f"{gateway}/24", "dev", bridge)
            _ip("link", "set", bridge, "up")
        _run("sysctl", "--quiet", "--write", "net.ipv4.ip_forward=1")
        _run("nft", "--file", "-", input_=self._rules())

    def clear(self) -> None:
        """Remove the bridges and the rules, as far as there are any."""
        for name in self.stack.networks:
            _run("ip", "link", "delete", _bridge(name), check=False)
        _run("nft", "delete", "table", "ip", _TABLE, check=False)

    def join(self, service: Service, pid: int) -> None:
        """Plug the network namespace of this process into the service's networks."""
        for index, network in enumerate(service.networks):
            ours, theirs = f"gk{self._place(network)}-{list(self.stack.services).index(service.name)}", f"eth{index}"
            _run("ip", "link", "delete", ours, check=False)  # of one that died a moment ago
            _ip("link", "add", ours, "type", "veth", "peer", "name", theirs, "netns", str(pid))
            _ip("link", "set", ours, "master", _bridge(network), "up")
            inside = ("nsenter", f"--net=/proc/{pid}/ns/net", "ip")
            _run(*inside, "address", "add", f"{self.address(network, service.name)}/24", "dev", theirs)
            _run(*inside, "link", "set", theirs, "up")
            if gateway := self.gateway(network):
                _run(*inside, "route", "add", "default", "via", gateway)

    def _place(self, network: str) -> int:
        return list(self.stack.networks).index(network)

    def _rules(self) -> str:
        published = "\n".join(self._published())
        # Frames within one bridge pass here too where br_netfilter is loaded: only from one to another is refused.
        apart = "\n".join(f'iifname "{name}" oifname "gk-*" oifname != "{name}" drop' for name in self._edges())
        return f"""table ip {_TABLE} {{
chain prerouting {{ type nat hook prerouting priority dstnat;
{published}
}}
chain output {{ type nat hook output priority -100;
{published}
}}
chain forward {{ type filter hook forward priority filter;
{apart}
}}
}}
"""

    def _edges(self) -> Iterable[str]:
        return (_bridge(name) for name, leads_out in self.stack.networks.items() if leads_out)

    def _published(self) -> Iterable[str]:
        for service in self.stack.services.values():
            for edge in (name for name in service.networks if self.stack.networks[name]):
                for port in service.ports:
                    there = f"{self.address(edge, service.name)}:{port.inside}"
                    yield f"ip daddr {port.address} tcp dport {port.outside} dnat to {there}"


def _bridge(network: str) -> str:
    return f"gk-{network}"


def _ip(*words: str) -> None:
    _run("ip", *words)


def _run(*command: str, check: bool = True, input_: str | None = None) -> None:
    subprocess.run(_found(command), check=check, input=input_, text=True, capture_output=not check)


def _found(command: Sequence[str]) -> list[str]:
    return ["/usr/bin/env", "PATH=/usr/sbin:/sbin:/usr/bin:/bin", *command]
