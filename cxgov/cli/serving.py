"""Answer requests until told to stop, and then finish what was begun: nobody's work is cut off by a restart."""

import signal
import threading
import time
from types import FrameType
from typing import Any

import structlog
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer

from cxgov.cli.slow_requests import Patience

log = structlog.get_logger()
GRACE = 8.0
"""Seconds for what was begun; whoever stops a service usually waits ten."""


def answer_until_stopped(server: Any) -> None:
    """Run a server of waitress until SIGTERM or Ctrl+C; then take no more connections and answer those there are."""
    ended = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        ended.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    sockets: dict[int, Any] = getattr(server, "map", None) or server._map
    patience = Patience()
    while not ended.is_set():
        wasyncore.loop(timeout=0.5, map=sockets, count=1, use_poll=True)
        patience.look(list(sockets.values()), time.monotonic())
    for listener in [one for one in sockets.values() if isinstance(one, BaseWSGIServer)]:
        wasyncore.dispatcher.close(listener)
    end = time.monotonic() + GRACE
    while time.monotonic() < end and any(_is_busy(one) for one in list(sockets.values())):
        wasyncore.loop(timeout=0.05, map=sockets, count=1, use_poll=True)
    if cut_off := sum(_is_busy(one) for one in list(sockets.values())):
        log.error("server.cut_off", requests=cut_off)
    server.task_dispatcher.shutdown(timeout=1)


def _is_busy(one: object) -> bool:
    """Say whether a connection has a request that is not wholly answered."""
    return isinstance(one, HTTPChannel) and bool(one.requests or one.request or one.total_outbufs_len)
