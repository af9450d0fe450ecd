"""Triggers, declared once for both databases and made again after every migration.

Alembic's batch mode drops triggers on SQLite, so `install` is called by `migrations/env.py` after each upgrade and by
the tests after `create_all`.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class Guard:
    """A table whose rows may not be updated or deleted, wholly (`when` empty) or where `when` holds for the old row.

    `columns` limits the guard of updates to those columns. `when` is SQL that both databases understand, with OLD.
    """

    name: str
    table: str
    sentence: str
    when: str = ""
    columns: tuple[str, ...] = ()
    deletes: bool = True


_CLOSED = "(SELECT state FROM meetings WHERE id = {}) = 'closed'"

GUARDS = (
    Guard("entries_append_only", "entries", "the journal is append-only"),
    Guard(
        "minutes_closed",
        "blocks",
        "the minutes are closed",
        when=_CLOSED.format("OLD.meeting_id"),
    ),
    Guard("block_revisions_kept", "block_revisions", "revisions are kept"),
    Guard(
        "decisions_kept",
        "decisions",
        "a decision is never edited",
        columns=("number", "year", "decided_on", "meeting_id", "text", "without_quorum"),
        when="OLD.is_final = {true}",
    ),
    Guard("reports_kept", "issued_reports", "an issued report is never edited", columns=("figures", "figures_hash")),
    Guard("check_ins_kept", "check_ins", "a check-in is never edited"),
    Guard("glass_openings_kept", "glass_openings", "the breaking of the glass is kept"),
    Guard("asks_kept", "asks", "what two persons did is kept", when="OLD.state <> 'asked'"),
)


def _statements(guard: Guard, dialect: str) -> list[str]:
    when = guard.when.format(true="1" if dialect == "sqlite" else "TRUE") if guard.when else ""
    events = [("upd", "UPDATE OF " + ", ".join(guard.columns) if guard.columns else "UPDATE")]
    if guard.deletes:
        events.append(("del", "DELETE"))
    out = []
    for short, what in events:
        name = f"{guard.name}_{short}"
        if dialect == "sqlite":
            condition = f"WHEN {when} " if when else ""
            out.append(f"DROP TRIGGER IF EXISTS {name}")
            out.append(
                f"CREATE TRIGGER {name} BEFORE {what} ON {guard.table} {condition}"
                f"BEGIN SELECT RAISE(ABORT, '{guard.sentence}'); END"
            )
        else:
            body = f"RAISE EXCEPTION '{guard.sentence}' USING ERRCODE = 'integrity_constraint_violation';"
            body = f"IF {when} THEN {body} END IF;" if when else body
            answer = "OLD" if short == "del" else "NEW"
            out.append(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {body} RETURN {answer}; END $$"
            )
            out.append(f"DROP TRIGGER IF EXISTS {name} ON {guard.table}")
            out.append(f"CREATE TRIGGER {name} BEFORE {what} ON {guard.table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    if dialect != "sqlite":
        out += _no_truncate(guard)
    return out


def _no_truncate(guard: Guard) -> list[str]:
    name = f"{guard.name}_trunc"
    raised = f"BEGIN RAISE EXCEPTION '{guard.sentence}' USING ERRCODE = 'integrity_constraint_violation'; END"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {raised} $$",
        f"DROP TRIGGER IF EXISTS {name} ON {guard.table}",
        f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {guard.table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
    ]


def expected_triggers(dialect: str, tables: set[str] | None = None) -> set[str]:
    """Return the names of the triggers that a schema with these tables has, for the test after each revision."""
    names = set()
    for guard in GUARDS:
        if tables is not None and guard.table not in tables:
            continue
        names |= {f"{guard.name}_upd"} | ({f"{guard.name}_del"} if guard.deletes else set())
        names |= {f"{guard.name}_trunc"} if dialect != "sqlite" else set()
    return names


def install(connection: Connection, tables: set[str] | None = None) -> None:
    """Make every trigger anew; `tables` limits it to those that exist at an older revision."""
    for guard in GUARDS:
        if tables is None or guard.table in tables:
            for statement in _statements(guard, connection.dialect.name):
                connection.execute(text(statement))
