"""Forms as citizens send them: read up to a length, and not more of them than the disk inside can take."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request

#: Hidden from people: who fills it in is a machine, and is told nothing.
TRAP = "website"


@dataclass(slots=True)
class Quota:
    """How many forms may still come within this hour, from everybody together."""

    most_an_hour: int
    times: deque[float] = field(default_factory=deque)

    def take(self, at: float) -> bool:
        """Count one in, unless there were too many; `at` in seconds of a steady clock."""
        while self.times and self.times[0] <= at - 3600:
            self.times.popleft()
        if len(self.times) >= self.most_an_hour:
            return False
        self.times.append(at)
        return True


async def read_fields(request: Request, largest_bytes: int, most: int) -> Mapping[str, str]:
    """The fields of a form as browsers send it without files; `most` of them.

    Raises:
        HTTPException: 413 or 400, it is too long or no such form.
    """
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > largest_bytes:
            raise HTTPException(413)
    try:
        fields = parse_qs(body.decode("ascii"), max_num_fields=most, keep_blank_values=True, errors="replace")
    except ValueError:
        raise HTTPException(400) from None
    return {name: values[0].replace("\r\n", "\n").strip() for name, values in fields.items()}
