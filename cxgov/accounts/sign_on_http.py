"""How a provider is asked: within ten seconds in all and a megabyte each, however slowly or much it answers.

Imported where it is used: `requests` is heavy.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from typing import Any

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectionError as NotReached
from requests.exceptions import Timeout

from cxgov.core.config_sign_on import is_safe_address

SECONDS, STEP_SECONDS, MAX_BYTES = 9.0, 4.0, 1_000_000
_POOL = ThreadPoolExecutor(max_workers=4, thread_name_prefix="sign-on")


class BoundedAdapter(HTTPAdapter):
    """Sends requests of one conversation with a provider, which share what time is left."""

    def __init__(self, ends_at: float) -> None:
        super().__init__()
        self.ends_at = ends_at

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """Send in a thread of its own and wait for it as long as there is time; follow nothing that is not https."""
        if not is_safe_address(str(request.url)):
            raise NotReached(f"{str(request.url)[:200]} is no https address")
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise Timeout("no time left")
        kwargs["timeout"], kwargs["stream"] = min(STEP_SECONDS, left), True
        waiting = _POOL.submit(self._whole, request, *args, **kwargs)
        try:
            return waiting.result(timeout=left)
        except TooSlow as slow:
            waiting.cancel()
            raise Timeout("the answer takes too long") from slow

    def _whole(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        answer = super().send(request, *args, **kwargs)
        read = b""
        for piece in answer.iter_content(8192):
            read += piece
            if len(read) > MAX_BYTES or time.monotonic() > self.ends_at:
                answer.close()
                raise NotReached("the answer is too long")
        answer._content = read
        return answer
