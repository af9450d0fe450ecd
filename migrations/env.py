"""Alembic's door: online only, batch mode on SQLite, foreign keys off while it runs and checked after, triggers made anew."""

from alembic import context
from sqlalchemy import Connection, inspect

from cxgov.app import load_models
from cxgov.core import ddl
from cxgov.core.db import Base

load_models()


def run(connection: Connection) -> None:
    """Run the revisions in one transaction and put the triggers back."""
    is_sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()
        ddl.install(connection, set(inspect(connection).get_table_names()))
    if is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
        raise RuntimeError(f"foreign keys are broken after the migration: {broken[:3]}")


run(context.config.attributes["connection"])
