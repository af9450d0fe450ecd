"""accounts and rights

Revision ID: 0002
Revises: 0001
"""

import uuid

import sqlalchemy as sa
from alembic import op

from cxgov.core.db import LevelColumn, UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
    )
    op.create_index("ix_attempts_at", "attempts", ["at"], unique=False)
    op.create_index("ix_attempts_key", "attempts", ["key_hash", "at"], unique=False)

    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("held_since", UTCDateTime(), nullable=True),
        sa.Column("restored_from", sa.String(length=200), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_installation_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("hint", sa.String(length=12), nullable=False),
        sa.Column("scopes", sa.String(length=80), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_api_tokens_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_tokens_token_hash")),
    )
    op.create_index(op.f("ix_api_tokens_person_id"), "api_tokens", ["person_id"], unique=False)

    op.create_table(
        "asks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column(
            "act",
            sa.Enum("lower_level", "let_read", name="actoftwo", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("wanted", LevelColumn(), nullable=True),
        sa.Column("reader_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "granted",
                "refused",
                "withdrawn",
                name="askstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.CheckConstraint("(act = 'let_read') = (reader_id IS NOT NULL)", name=op.f("ck_asks_wanted_reader")),
        sa.CheckConstraint("(act = 'lower_level') = (wanted IS NOT NULL)", name=op.f("ck_asks_wanted_level")),
        sa.CheckConstraint("answered_by_id IS NULL OR answered_by_id <> asked_by_id", name=op.f("ck_asks_two_persons")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["people.id"], name=op.f("fk_asks_answered_by_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_asks_asked_by_id")),
        sa.ForeignKeyConstraint(["reader_id"], ["people.id"], name=op.f("fk_asks_reader_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["subjects.id"], name=op.f("fk_asks_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asks")),
    )
    op.create_index(op.f("ix_asks_subject_id"), "asks", ["subject_id"], unique=False)
    op.create_index(
        "uq_asks_open",
        "asks",
        ["subject_id", "act"],
        unique=True,
        sqlite_where=sa.text("state = 'asked'"),
        postgresql_where=sa.text("state = 'asked'"),
    )

    op.create_table(
        "authenticators",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.String(length=255), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("confirmed_at", UTCDateTime(), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_authenticators_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_authenticators")),
    )
    op.create_table(
        "identities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("sub", sa.String(length=255), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_identities_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
        sa.UniqueConstraint("issuer", "sub", name=op.f("uq_identities_issuer_sub")),
    )
    op.create_index(op.f("ix_identities_person_id"), "identities", ["person_id"], unique=False)

    op.create_table(
        "passwords",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=255), nullable=False),
        sa.Column("set_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_passwords_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_passwords")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_recovery_codes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
    )
    op.create_index(op.f("ix_recovery_codes_person_id"), "recovery_codes", ["person_id"], unique=False)

    op.create_table(
        "glass_openings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.Column("until", UTCDateTime(), nullable=False),
        sa.CheckConstraint("until > opened_at", name=op.f("ck_glass_openings_times_in_order")),
        sa.ForeignKeyConstraint(["committee_id"], ["committees.id"], name=op.f("fk_glass_openings_committee_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_glass_openings_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glass_openings")),
    )
    op.create_index(op.f("ix_glass_openings_committee_id"), "glass_openings", ["committee_id"], unique=False)
    op.create_index("ix_glass_openings_person", "glass_openings", ["person_id", "until"], unique=False)

    op.add_column("people", sa.Column("handed_over_at", UTCDateTime(), nullable=True))
    _add_words("role_grants", "source", "grantsource", ("hand", "sign_on"))
    _add_words("sign_in_links", "purpose", "linkpurpose", ("sign_in", "invitation", "reset"))
    op.add_column("sign_in_links", sa.Column("address", sa.String(254), nullable=True))
    op.add_column("sign_in_links", sa.Column("nonce", sa.String(43), nullable=True))
    op.add_column("subject_readers", sa.Column("until", UTCDateTime(), nullable=True))
    op.add_column("subject_readers", sa.Column("is_barred", sa.Boolean(), nullable=False, server_default=sa.false()))
    _make_sign_ins(
        sa.Column(
            "proof",
            sa.Enum("link", "password", "sign_on", name="proof", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("proved_at", UTCDateTime(), nullable=False),
        sa.Column("second_at", UTCDateTime(), nullable=True),
        sa.Column("device", sa.String(120), nullable=False),
        sa.Column("ip", sa.String(45), nullable=False),
    )
    op.create_index("ix_sign_ins_expires_at", "sign_ins", ["expires_at"])
    op.execute(sa.text("INSERT INTO installation (id, uid) VALUES (1, :uid)").bindparams(uid=str(uuid.uuid4())))


def _add_words(table: str, column: str, kind: str, words: tuple[str, ...]) -> None:
    """Add a column of one of some words, with its CHECK, in place: making the table anew would lose its CHECKs."""
    listed = ", ".join(f"'{word}'" for word in words)
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR(32) DEFAULT '{words[0]}' NOT NULL "
        f"CONSTRAINT ck_{table}_{kind} CHECK ({column} IN ({listed}))"
    )


def _make_sign_ins(*more: sa.Column[object]) -> None:
    """Make the table of sign-ins anew: how each was proved is not known, so everybody signs in once more."""
    op.drop_table("sign_ins")
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        *more,
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_ins_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    op.create_index(op.f("ix_sign_ins_person_id"), "sign_ins", ["person_id"])


def downgrade() -> None:
    _make_sign_ins()
    for table, column in (
        ("subject_readers", "is_barred"),
        ("subject_readers", "until"),
        ("sign_in_links", "nonce"),
        ("sign_in_links", "address"),
        ("sign_in_links", "purpose"),
        ("role_grants", "source"),
        ("people", "handed_over_at"),
    ):
        op.drop_column(table, column)

    op.drop_table("glass_openings")

    op.drop_table("recovery_codes")
    op.drop_table("passwords")

    op.drop_table("identities")
    op.drop_table("authenticators")

    op.drop_table("asks")

    op.drop_table("api_tokens")
    op.drop_table("installation")

    op.drop_table("attempts")
