"""Servers that are killed or told to stop under load: whoever was told that it is saved finds it again."""

import signal
import time
from functools import partial

import pytest

from cxgov.core import clock
from tests.support.served import ON_BOTH, make_instance, new_chance, served, tell, until, writing
from tests.support.sizes import full

pytestmark = pytest.mark.commits
WHOLE = (
    "SELECT s.id FROM subjects s LEFT JOIN action_items a ON a.id = s.id LEFT JOIN initiatives i ON i.id = s.id "
    "LEFT JOIN stories t ON t.id = s.id WHERE s.title LIKE 'Marker%' AND (coalesce(a.id, i.id, t.id) IS NULL "
    "OR NOT EXISTS (SELECT 1 FROM entries e WHERE e.subject_id = s.id))"
)
"""Subjects that are there in part only."""


def _has(heard: dict[str, int], many: int) -> bool:
    return len(heard) >= many


@ON_BOTH
def test_c078_what_a_killed_server_had_acknowledged_is_there(kind, tmp_path):
    instance = make_instance(kind, tmp_path)
    chance, wanted, said = new_chance(), full(30, 2000), dict[str, int]()
    for _ in range(full(2, 200)):
        with served(instance) as server, writing(instance, server) as heard:
            enough = len(said) + wanted // full(2, 200)
            until(partial(_has, heard, enough - len(said)))
            time.sleep(chance.uniform(0, 0.2))
            server.process.kill()
            server.process.wait()
        said |= heard
    assert set(said.values()) <= {303, 0}
    titles = [title for (title,) in instance.rows("SELECT title FROM subjects WHERE title LIKE 'Marker%'")]
    acknowledged = {title for title, status in said.items() if status == 303}
    tell(f"{len(said)} writes, {len(acknowledged)} acknowledged, {len(titles)} found")
    assert acknowledged <= set(titles) <= set(said)
    assert len(titles) == len(set(titles))
    assert instance.rows(WHOLE) == []
    assert instance.is_whole()


@ON_BOTH
def test_c082_a_server_told_to_stop_answers_what_was_begun(kind, tmp_path):
    instance = make_instance(kind, tmp_path)
    said: dict[str, int] = {}
    for _ in range(full(1, 50)):
        with served(instance) as server, writing(instance, server, writers=6) as heard:
            until(partial(_has, heard, 12))
            server.process.send_signal(signal.SIGTERM)
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(60) == 0
        said |= heard
    titles = {title for (title,) in instance.rows("SELECT title FROM subjects WHERE title LIKE 'Marker%'")}
    acknowledged = {title for title, status in said.items() if status == 303}
    assert acknowledged <= titles
    logs = "".join(path.read_text() for path in tmp_path.glob("serve-*.log"))
    assert titles == acknowledged or "server.cut_off" in logs, "on a busy machine the grace may run out, and says so"
    assert instance.rows("SELECT count(*) FROM job_runs WHERE state = 'running'") == [(0,)]
    assert instance.is_whole()


@ON_BOTH
def test_c082_a_clock_told_to_stop_at_work_gives_its_lease_back_at_once(kind, tmp_path):
    instance = make_instance(kind, tmp_path)
    running = instance.start("scheduler")
    until(lambda: instance.rows("SELECT 1 FROM issued_reports"))
    running.terminate()
    running.communicate(timeout=60)
    assert running.returncode == 0
    ((state, until_when),) = instance.rows(
        "SELECT state, lease_until FROM job_runs WHERE job = 'accountability-report'"
    )
    assert state in {"running", "done"}
    assert state == "done" or str(until_when) <= str(clock.now())
    done = instance.run("run-job", "accountability-report")
    assert done.returncode == 0, done.stderr
    assert instance.rows("SELECT state FROM job_runs WHERE job = 'accountability-report'") == [("done",)]
    assert instance.rows("SELECT count(*), count(DISTINCT scope_key) FROM issued_reports") == [(3, 3)]
    assert instance.is_whole()
