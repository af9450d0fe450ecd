"""Requests that never end: whoever sends one byte a second holds a connection, so it is closed after a while."""

from collections.abc import Iterable

from waitress.channel import HTTPChannel

SECONDS = 50.0
"""A request that is not whole after so long is answered with 408; six megabytes need 1 Mbit/s for that."""
_ANSWER = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Patience:
    """Remembers since when each connection is in the middle of a request."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._since: dict[HTTPChannel, tuple[object, float]] = {}

    def look(self, connections: Iterable[object], now: float) -> int:
        """Close what took too long, by a clock that only counts; return how many those were."""
        open_now = [one for one in connections if isinstance(one, HTTPChannel) and one.request is not None]
        self._since = {
            one: known if (known := self._since.get(one)) and known[0] is one.request else (one.request, now)
            for one in open_now
        }
        late = [one for one, (_, since) in self._since.items() if now - since > self.seconds]
        for one in late:
            _close(one)
            del self._since[one]
        return len(late)


def _close(connection: HTTPChannel) -> None:
    with connection.outbuf_lock:
        connection.outbufs[-1].append(_ANSWER)
        connection.total_outbufs_len += len(_ANSWER)
    connection.request = None
    connection.close_when_flushed = True
