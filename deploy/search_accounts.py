"""Make the two accounts of the search engine: one that writes inside, one that only reads for the portal.

Run by `deploy/prepare` at every start; repeating it sets both to what is written here.
"""

from __future__ import annotations

import base64
import json
import sys
import urllib.request
from pathlib import Path
from typing import Any

ALIAS = "gongkai"
TIMEOUT_S = 30
#: What `search.engines.elasticsearch` needs, and not more.
PRIVILEGES: dict[str, dict[str, Any]] = {
    "gongkai-writer": {"cluster": ["monitor"], "indices": [{"names": [f"{ALIAS}*"], "privileges": ["all"]}]},
    "gongkai-reader": {
        "cluster": [],
        "indices": [{"names": [f"{ALIAS}*"], "privileges": ["read", "view_index_metadata"]}],
    },
}


def make_accounts(url: str, secrets: Path) -> None:
    """Put each role and its user, whose password is the file `search_writer_password` or `search_reader_password`.

    `url` is the cluster's, without a path; `secrets` also holds `elasticsearch_password`, of the user `elastic`.

    Raises:
        OSError: the cluster does not answer or refuses (urllib's errors are among these).
    """
    administrator = f"elastic:{_read(secrets, 'elasticsearch_password')}"
    authorization = f"Basic {base64.b64encode(administrator.encode()).decode()}"
    for name, role in PRIVILEGES.items():
        password = _read(secrets, f"{name.replace('gongkai-', 'search_')}_password")
        _put(f"{url}/_security/role/{name}", role, authorization)
        _put(f"{url}/_security/user/{name}", {"password": password, "roles": [name]}, authorization)


def _read(secrets: Path, name: str) -> str:
    return (secrets / name).read_text(encoding="ascii").strip()


def _put(url: str, body: dict[str, Any], authorization: str) -> None:
    headers = {"Authorization": authorization, "Content-Type": "application/json"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers, method="PUT")  # noqa: S310 - our own URL
    with urllib.request.urlopen(request, timeout=TIMEOUT_S):  # noqa: S310
        return


if __name__ == "__main__":
    make_accounts(sys.argv[1].rstrip("/"), Path(sys.argv[2]))
