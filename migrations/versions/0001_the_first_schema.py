"""the first schema

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

from cxgov.core.db import Exact, LevelColumn, UTCDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# Tables refer to each other in rings: SQLite takes these with the table, PostgreSQL once all tables are there.
RINGS = (
    ("fk_subjects_committee_id", "subjects", "committees", "committee_id"),
    ("fk_subjects_created_by_id", "subjects", "people", "created_by_id"),
    ("fk_subjects_department_id", "subjects", "departments", "department_id"),
    ("fk_departments_head_id", "departments", "people", "head_id"),
    ("fk_gaps_meeting_id", "gaps", "meetings", "meeting_id"),
    ("fk_ideas_meeting_id", "ideas", "meetings", "meeting_id"),
    ("fk_aliases_committee_id", "aliases", "committees", "committee_id"),
    ("fk_decisions_meeting_id", "decisions", "meetings", "meeting_id"),
)


def upgrade() -> None:
    op.create_table(
        "counters",
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_counters")),
    )
    op.create_table(
        "form_nonces",
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("location", sa.String(length=500), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("nonce", name=op.f("pk_form_nonces")),
    )
    with op.batch_alter_table("form_nonces", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_nonces_used_at"), ["used_at"], unique=False)

    op.create_table(
        "job_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(length=64), nullable=False),
        sa.Column("period", sa.String(length=32), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "running",
                "done",
                "failed",
                "dead",
                name="runstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.Column("ends_at", UTCDateTime(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("claimed_at", UTCDateTime(), nullable=False),
        sa.Column("lease_until", UTCDateTime(), nullable=False),
        sa.Column("lease_token", sa.String(length=32), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", UTCDateTime(), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("finished_at", UTCDateTime(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_runs")),
        sa.UniqueConstraint("job", "period", name=op.f("uq_job_runs_job_period")),
    )
    with op.batch_alter_table("job_runs", schema=None) as batch_op:
        batch_op.create_index("ix_job_runs_state", ["state", "lease_until"], unique=False)

    op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_journal_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "subjects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "department",
                "person",
                "committee",
                "meeting",
                "agenda_item",
                "action",
                "decision",
                "gap",
                "idea",
                "cycle",
                "objective",
                "key_result",
                "initiative",
                "story",
                "report",
                "digest",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("committee_id", sa.Integer(), nullable=True),
        sa.Column("own_level", LevelColumn(), nullable=False),
        sa.Column("level", LevelColumn(), nullable=False),
        sa.Column("is_draft", sa.Boolean(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(title) BETWEEN 1 AND 500", name=op.f("ck_subjects_title_length")),
        sa.CheckConstraint("level >= own_level", name=op.f("ck_subjects_level_not_below_own")),
        sa.CheckConstraint("level BETWEEN 0 AND 3", name=op.f("ck_subjects_level_known")),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committees.id"], name=op.f("fk_subjects_committee_id"), use_alter=True
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["people.id"], name=op.f("fk_subjects_created_by_id"), use_alter=True
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_subjects_department_id"), use_alter=True
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["subjects.id"], name=op.f("fk_subjects_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subjects")),
    )
    with op.batch_alter_table("subjects", schema=None) as batch_op:
        batch_op.create_index("ix_subjects_committee_kind", ["committee_id", "kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_subjects_department_id"), ["department_id"], unique=False)
        batch_op.create_index("ix_subjects_kind_level", ["kind", "level"], unique=False)
        batch_op.create_index(batch_op.f("ix_subjects_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "cycles",
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column(
            "cadence",
            sa.Enum(
                "weekly", "two_weekly", "monthly", name="cadence", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_cycles_dates_in_order")),
        sa.ForeignKeyConstraint(["id"], ["subjects.id"], name=op.f("fk_cycles_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycles")),
    )
    op.create_table(
        "departments",
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("above_id", sa.Integer(), nullable=True),
        sa.Column("head_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["above_id"], ["departments.id"], name=op.f("fk_departments_above_id")),
        sa.ForeignKeyConstraint(["head_id"], ["people.id"], name=op.f("fk_departments_head_id"), use_alter=True),
        sa.ForeignKeyConstraint(["id"], ["subjects.id"], name=op.f("fk_departments_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departments")),
        sa.UniqueConstraint("slug", name=op.f("uq_departments_slug")),
    )
    op.create_table(
        "gaps",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "identified",
                "shared",
                "owned",
                "closing",
                "closed",
                "withdrawn",
                name="gapstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("between", sa.String(length=300), nullable=True),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["id"], ["subjects.id"], name=op.f("fk_gaps_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_gaps_meeting_id"), use_alter=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gaps")),
        sa.UniqueConstraint("number", name=op.f("uq_gaps_number")),
    )
    with op.batch_alter_table("gaps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gaps_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "ideas",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "taken_up",
                "set_aside",
                "withdrawn",
                name="ideastate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["id"], ["subjects.id"], name=op.f("fk_ideas_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_ideas_meeting_id"), use_alter=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ideas")),
        sa.UniqueConstraint("number", name=op.f("uq_ideas_number")),
    )
    with op.batch_alter_table("ideas", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ideas_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "issued_digests",
        sa.Column("period", sa.String(length=32), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("issued_at", UTCDateTime(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("figures_hash", sa.String(length=64), nullable=False),
        sa.Column("link_token", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["id"], ["subjects.id"], name=op.f("fk_issued_digests_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_digests")),
        sa.UniqueConstraint("link_token", name=op.f("uq_issued_digests_link_token")),
        sa.UniqueConstraint("period", name=op.f("uq_issued_digests_period")),
    )
    op.create_table(
        "issued_reports",
        sa.Column(
            "scope_kind",
            sa.Enum(
                "all", "committee", "department", name="scopekind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("scope_key", sa.String(length=64), nullable=False),
        sa.Column("scope_subject_id", sa.Integer(), nullable=True),
        sa.Column("period", sa.String(length=32), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("as_of", UTCDateTime(), nullable=False),
        sa.Column("issued_at", UTCDateTime(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("figures_hash", sa.String(length=64), nullable=False),
        sa.Column("journal_seq", sa.Integer(), nullable=False),
        sa.Column(
            "pdf_state",
            sa.Enum("waiting", "made", "failed", name="pdfstate", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("pdf_hash", sa.String(length=64), nullable=True),
        sa.Column("pdf_trouble", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["id"], ["subjects.id"], name=op.f("fk_issued_reports_id")),
        sa.ForeignKeyConstraint(["scope_subject_id"], ["subjects.id"], name=op.f("fk_issued_reports_scope_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_reports")),
        sa.UniqueConstraint("scope_key", "period", "edition", name=op.f("uq_issued_reports_scope_key_period_edition")),
    )
    with op.batch_alter_table("issued_reports", schema=None) as batch_op:
        batch_op.create_index("ix_issued_reports_period", ["first_on", "last_on"], unique=False)

    op.create_table(
        "links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column(
            "relation",
            sa.Enum(
                "follows_from",
                "serves",
                "addresses",
                "evidence_for",
                "tells_of",
                "minuted_in",
                name="relation",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_links_not_itself")),
        sa.ForeignKeyConstraint(["from_id"], ["subjects.id"], name=op.f("fk_links_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["subjects.id"], name=op.f("fk_links_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("from_id", "relation", "to_id", name=op.f("uq_links_from_id_relation_to_id")),
    )
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_links_to_id"), ["to_id"], unique=False)

    op.create_table(
        "people",
        sa.Column("handle", sa.String(length=64), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("folded_name", sa.String(length=500), nullable=False),
        sa.Column("job", sa.String(length=120), nullable=True),
        sa.Column("may_sign_in", sa.Boolean(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.CheckConstraint("handle = lower(handle)", name=op.f("ck_people_handle_lower")),
        sa.ForeignKeyConstraint(["id"], ["subjects.id"], name=op.f("fk_people_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
        sa.UniqueConstraint("handle", name=op.f("uq_people_handle")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index("ix_people_folded", ["folded_name"], unique=False)

    op.create_table(
        "action_items",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "open",
                "accepted",
                "in_progress",
                "blocked",
                "done",
                "verified",
                "cancelled",
                "merged",
                name="actionstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("owner_as_written", sa.String(length=300), nullable=True),
        sa.Column("has_several_owners", sa.Boolean(), nullable=False),
        sa.Column("verifier_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_next_meeting", sa.Boolean(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=True),
        sa.Column("slips", sa.Integer(), nullable=False),
        sa.Column("carries", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("not_mentioned_since", sa.Date(), nullable=True),
        sa.Column("blocked_reason", sa.Text(), nullable=True),
        sa.Column("unblocker_id", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("claimed_at", UTCDateTime(), nullable=True),
        sa.Column("verified_at", UTCDateTime(), nullable=True),
        sa.Column("closed_reason", sa.Text(), nullable=True),
        sa.Column("import_key", sa.String(length=64), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.CheckConstraint(
            "state <> 'blocked' OR blocked_reason IS NOT NULL", name=op.f("ck_action_items_blocked_has_reason")
        ),
        sa.CheckConstraint(
            "state <> 'verified' OR verified_at IS NOT NULL", name=op.f("ck_action_items_verified_has_instant")
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'cancelled', 'merged', 'done') OR owner_id IS NOT NULL",
            name=op.f("ck_action_items_has_owner"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('done', 'verified') OR claimed_at IS NOT NULL", name=op.f("ck_action_items_done_has_instant")
        ),
        sa.CheckConstraint("slips >= 0", name=op.f("ck_action_items_slips")),
        sa.CheckConstraint(
            "verifier_id IS NULL OR owner_id IS NULL OR verifier_id <> owner_id",
            name=op.f("ck_action_items_verified_by_another"),
        ),
        sa.ForeignKeyConstraint(["id"], ["subjects.id"], name=op.f("fk_action_items_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_action_items_owner_id")),
        sa.ForeignKeyConstraint(["source_id"], ["subjects.id"], name=op.f("fk_action_items_source_id")),
        sa.ForeignKeyConstraint(["unblocker_id"], ["people.id"], name=op.f("fk_action_items_unblocker_id")),
        sa.ForeignKeyConstraint(["verifier_id"], ["people.id"], name=op.f("fk_action_items_verifier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_items")),
        sa.UniqueConstraint("number", name=op.f("uq_action_items_number")),
    )
    with op.batch_alter_table("action_items", schema=None) as batch_op:
        batch_op.create_index(
            "ix_action_items_active_due",
            ["due_on", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('open', 'accepted', 'in_progress', 'blocked')"),
            postgresql_where=sa.text("state IN ('open', 'accepted', 'in_progress', 'blocked')"),
        )
        batch_op.create_index("ix_action_items_due", ["due_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_items_import_key"), ["import_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_items_made_on"), ["made_on"], unique=False)
        batch_op.create_index("ix_action_items_owner", ["owner_id", "state", "due_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_items_source_id"), ["source_id"], unique=False)
        batch_op.create_index("ix_action_items_state", ["state", "due_on", "id"], unique=False)

    op.create_table(
        "aliases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=True),
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.Column("as_written", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committees.id"], name=op.f("fk_aliases_committee_id"), use_alter=True
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_aliases_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aliases")),
    )
    with op.batch_alter_table("aliases", schema=None) as batch_op:
        batch_op.create_index("uq_aliases_place", ["committee_id", "folded"], unique=True)

    op.create_table(
        "committees",
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("vision", sa.Text(), nullable=False),
        sa.Column("cadence", sa.String(length=120), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("sponsor_id", sa.Integer(), nullable=True),
        sa.Column(
            "quorum_kind",
            sa.Enum(
                "majority", "percent", "fixed", name="quorumkind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("quorum_value", sa.Integer(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.CheckConstraint("quorum_value IS NULL OR quorum_value >= 0", name=op.f("ck_committees_quorum_value")),
        sa.ForeignKeyConstraint(["id"], ["subjects.id"], name=op.f("fk_committees_id")),
        sa.ForeignKeyConstraint(["sponsor_id"], ["people.id"], name=op.f("fk_committees_sponsor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committees")),
        sa.UniqueConstraint("slug", name=op.f("uq_committees_slug")),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("occasion", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("headline", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("message_id", sa.String(length=120), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "leased",
                "sent",
                "uncertain",
                "bounced",
                "cancelled",
                "dead",
                name="deliverystate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("queued_at", UTCDateTime(), nullable=False),
        sa.Column("lease_until", UTCDateTime(), nullable=True),
        sa.Column("lease_token", sa.String(length=32), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", UTCDateTime(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["about_id"], ["subjects.id"], name=op.f("fk_deliveries_about_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_deliveries_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("message_id", name=op.f("uq_deliveries_message_id")),
        sa.UniqueConstraint("person_id", "occasion", name=op.f("uq_deliveries_person_id_occasion")),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliveries_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_deliveries_waiting", ["state", "lease_until"], unique=False)

    op.create_table(
        "entries",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of_id", sa.Integer(), nullable=True),
        sa.Column("via", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("verb", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_entries_actor_id")),
        sa.ForeignKeyConstraint(["on_behalf_of_id"], ["people.id"], name=op.f("fk_entries_on_behalf_of_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["subjects.id"], name=op.f("fk_entries_subject_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_entries")),
    )
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entries_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index("ix_entries_subject_seq", ["subject_id", "seq"], unique=False)

    op.create_table(
        "initiatives",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("design", "repair", name="initiativekind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "idea",
                "proposed",
                "approved",
                "running",
                "delivered",
                "measured",
                "closed",
                "stopped",
                name="initiativestage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("sponsor_id", sa.Integer(), nullable=True),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("effort_days", sa.Integer(), nullable=True),
        sa.Column("stop_reason", sa.Text(), nullable=True),
        sa.Column("benefit", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["id"], ["subjects.id"], name=op.f("fk_initiatives_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["people.id"], name=op.f("fk_initiatives_lead_id")),
        sa.ForeignKeyConstraint(["sponsor_id"], ["people.id"], name=op.f("fk_initiatives_sponsor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiatives")),
        sa.UniqueConstraint("number", name=op.f("uq_initiatives_number")),
    )
    with op.batch_alter_table("initiatives", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_initiatives_lead_id"), ["lead_id"], unique=False)

    op.create_table(
        "objectives",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                "closed",
                "dropped",
                name="objectivestate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "ambition",
            sa.Enum("committed", "aspirational", name="ambition", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("sponsor_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("one_department_reason", sa.Text(), nullable=True),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        sa.Column("dropped_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_objectives_cycle_id")),
        sa.ForeignKeyConstraint(["id"], ["subjects.id"], name=op.f("fk_objectives_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_objectives_owner_id")),
        sa.ForeignKeyConstraint(["sponsor_id"], ["people.id"], name=op.f("fk_objectives_sponsor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objectives")),
    )
    with op.batch_alter_table("objectives", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_objectives_cycle_id"), ["cycle_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_objectives_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "role_grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "cx_office",
                "auditor",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_role_grants_dates_in_order")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_role_grants_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.create_index("ix_role_grants_person", ["person_id", "role"], unique=False)

    op.create_table(
        "sign_in_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_in_links_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_links_token_hash")),
    )
    with op.batch_alter_table("sign_in_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_links_person_id"), ["person_id"], unique=False)

    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_ins_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ins_person_id"), ["person_id"], unique=False)

    op.create_table(
        "stories",
        sa.Column(
            "kind",
            sa.Enum("success", "lesson", name="storykind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                "withdrawn",
                name="storystate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("is_not_measured", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("published_at", UTCDateTime(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.CheckConstraint(
            "state <> 'published' OR published_at IS NOT NULL", name=op.f("ck_stories_published_has_instant")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_stories_author_id")),
        sa.ForeignKeyConstraint(["id"], ["subjects.id"], name=op.f("fk_stories_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
    )
    with op.batch_alter_table("stories", schema=None) as batch_op:
        batch_op.create_index("ix_stories_published", ["state", "published_at"], unique=False)

    op.create_table(
        "subject_readers",
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_subject_readers_person_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["subjects.id"], name=op.f("fk_subject_readers_subject_id")),
        sa.PrimaryKeyConstraint("subject_id", "person_id", name=op.f("pk_subject_readers")),
    )
    with op.batch_alter_table("subject_readers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subject_readers_person_id"), ["person_id"], unique=False)

    op.create_table(
        "thanks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_thanks_not_to_oneself")),
        sa.ForeignKeyConstraint(["about_id"], ["subjects.id"], name=op.f("fk_thanks_about_id")),
        sa.ForeignKeyConstraint(["from_id"], ["people.id"], name=op.f("fk_thanks_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["people.id"], name=op.f("fk_thanks_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thanks")),
    )
    with op.batch_alter_table("thanks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_thanks_from_id"), ["from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_thanks_said_at"), ["said_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_thanks_to_id"), ["to_id"], unique=False)

    op.create_table(
        "action_contributors",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action_items.id"], name=op.f("fk_action_contributors_action_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_action_contributors_person_id")),
        sa.PrimaryKeyConstraint("action_id", "person_id", name=op.f("pk_action_contributors")),
    )
    with op.batch_alter_table("action_contributors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_contributors_person_id"), ["person_id"], unique=False)

    op.create_table(
        "action_date_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("old_due_on", sa.Date(), nullable=True),
        sa.Column("wanted_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("was_granted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (was_granted IS NULL)", name=op.f("ck_action_date_requests_decided_or_not")
        ),
        sa.ForeignKeyConstraint(["action_id"], ["action_items.id"], name=op.f("fk_action_date_requests_action_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_action_date_requests_asked_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_action_date_requests_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_date_requests")),
    )
    with op.batch_alter_table("action_date_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_date_requests_action_id"), ["action_id"], unique=False)
        batch_op.create_index(
            "uq_action_date_requests_waiting",
            ["action_id"],
            unique=True,
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )

    op.create_table(
        "decisions",
        sa.Column("in_committee_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "in_force",
                "implemented",
                "superseded",
                "rescinded",
                "expired",
                "withdrawn",
                name="decisionstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("without_quorum", sa.Boolean(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["id"], ["subjects.id"], name=op.f("fk_decisions_id")),
        sa.ForeignKeyConstraint(["in_committee_id"], ["committees.id"], name=op.f("fk_decisions_in_committee_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_decisions_meeting_id"), use_alter=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("in_committee_id", "year", "number", name=op.f("uq_decisions_in_committee_id_year_number")),
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index("ix_decisions_decided_on", ["decided_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_decisions_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "initiative_departments",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "responsible",
                "accountable",
                "consulted",
                "informed",
                name="part",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_initiative_departments_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name=op.f("fk_initiative_departments_initiative_id")
        ),
        sa.PrimaryKeyConstraint("initiative_id", "department_id", name=op.f("pk_initiative_departments")),
    )
    with op.batch_alter_table("initiative_departments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_initiative_departments_department_id"), ["department_id"], unique=False)

    op.create_table(
        "key_results",
        sa.Column("objective_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "numeric",
                "threshold",
                "band",
                "yes_no",
                "milestones",
                "sum",
                name="keyresultkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("active", "dropped", name="keyresultstate", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("baseline", Exact(), nullable=False),
        sa.Column("target", Exact(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("weight", Exact(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.CheckConstraint("baseline <> target", name=op.f("ck_key_results_target_differs")),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_key_results_dates_in_order")),
        sa.ForeignKeyConstraint(["id"], ["subjects.id"], name=op.f("fk_key_results_id")),
        sa.ForeignKeyConstraint(["objective_id"], ["objectives.id"], name=op.f("fk_key_results_objective_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_key_results_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_results")),
    )
    with op.batch_alter_table("key_results", schema=None) as batch_op:
        batch_op.create_index("ix_key_results_objective", ["objective_id", "position"], unique=False)
        batch_op.create_index(batch_op.f("ix_key_results_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "meetings",
        sa.Column("of_committee_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "called",
                "held",
                "closed",
                "cancelled",
                name="meetingstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("local_time", sa.Time(), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.Column("minutes_long", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("has_action_section", sa.Boolean(), nullable=False),
        sa.Column("source_path", sa.String(length=500), nullable=True),
        sa.Column("source_hash", sa.String(length=64), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.CheckConstraint("(source_path IS NULL) = (source_hash IS NULL)", name=op.f("ck_meetings_source_whole")),
        sa.ForeignKeyConstraint(["id"], ["subjects.id"], name=op.f("fk_meetings_id")),
        sa.ForeignKeyConstraint(["of_committee_id"], ["committees.id"], name=op.f("fk_meetings_of_committee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("of_committee_id", "number", name=op.f("uq_meetings_of_committee_id_number")),
        sa.UniqueConstraint("of_committee_id", "source_path", name=op.f("uq_meetings_of_committee_id_source_path")),
    )
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.create_index("ix_meetings_committee_day", ["of_committee_id", "held_on"], unique=False)
        batch_op.create_index("ix_meetings_day", ["held_on"], unique=False)

    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "chair",
                "vice_chair",
                "secretary",
                "member",
                "adviser",
                "observer",
                name="committeerole",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("is_voting", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_memberships_dates_in_order")),
        sa.ForeignKeyConstraint(["committee_id"], ["committees.id"], name=op.f("fk_memberships_committee_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_memberships_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index("ix_memberships_committee", ["committee_id", "valid_from"], unique=False)
        batch_op.create_index("ix_memberships_person", ["person_id", "committee_id"], unique=False)

    op.create_table(
        "milestones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.CheckConstraint("weight > 0", name=op.f("ck_milestones_weight")),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiatives.id"], name=op.f("fk_milestones_initiative_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
    )
    with op.batch_alter_table("milestones", schema=None) as batch_op:
        batch_op.create_index("ix_milestones_initiative", ["initiative_id", "due_on"], unique=False)

    op.create_table(
        "objective_departments",
        sa.Column("objective_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_objective_departments_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["objective_id"], ["objectives.id"], name=op.f("fk_objective_departments_objective_id")
        ),
        sa.PrimaryKeyConstraint("objective_id", "department_id", name=op.f("pk_objective_departments")),
    )
    with op.batch_alter_table("objective_departments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_objective_departments_department_id"), ["department_id"], unique=False)

    op.create_table(
        "story_departments",
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_story_departments_department_id")),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name=op.f("fk_story_departments_story_id")),
        sa.PrimaryKeyConstraint("story_id", "department_id", name=op.f("pk_story_departments")),
    )
    with op.batch_alter_table("story_departments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_story_departments_department_id"), ["department_id"], unique=False)

    op.create_table(
        "story_people",
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_story_people_person_id")),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name=op.f("fk_story_people_story_id")),
        sa.PrimaryKeyConstraint("story_id", "person_id", name=op.f("pk_story_people")),
    )
    with op.batch_alter_table("story_people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_story_people_person_id"), ["person_id"], unique=False)

    op.create_table(
        "action_appearances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "open",
                "accepted",
                "in_progress",
                "blocked",
                "done",
                "verified",
                "cancelled",
                "merged",
                name="actionstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("is_carry", sa.Boolean(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("as_written", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["action_items.id"], name=op.f("fk_action_appearances_action_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_action_appearances_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_appearances")),
        sa.UniqueConstraint("action_id", "meeting_id", name=op.f("uq_action_appearances_action_id_meeting_id")),
    )
    with op.batch_alter_table("action_appearances", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_appearances_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "agenda_items",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "information",
                "discussion",
                "decision",
                "consent",
                name="agendakind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("minutes_planned", sa.Integer(), nullable=True),
        sa.Column("is_standing", sa.Boolean(), nullable=False),
        sa.Column("brought_by", sa.String(length=120), nullable=False),
        sa.Column("background", sa.Text(), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["id"], ["subjects.id"], name=op.f("fk_agenda_items_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_agenda_items_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
    )
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.create_index("ix_agenda_items_meeting", ["meeting_id", "position"], unique=False)

    op.create_table(
        "attendances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "present",
                "absent",
                "excused",
                name="attendancestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("is_voting", sa.Boolean(), nullable=False),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.Column("role_as_written", sa.String(length=200), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_attendances_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_attendances_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendances")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_attendances_meeting_id_person_id")),
    )
    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendances_person_id"), ["person_id"], unique=False)

    op.create_table(
        "check_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_result_id", sa.Integer(), nullable=False),
        sa.Column("valid_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("value", Exact(), nullable=False),
        sa.Column("confidence", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "confidence IS NULL OR confidence BETWEEN 0 AND 10", name=op.f("ck_check_ins_confidence_tenths")
        ),
        sa.ForeignKeyConstraint(["key_result_id"], ["key_results.id"], name=op.f("fk_check_ins_key_result_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_check_ins_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
    )
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.create_index("ix_check_ins_latest", ["key_result_id", "valid_on", "recorded_at", "id"], unique=False)

    op.create_table(
        "open_names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("owner", "attendee", name="namekind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.Column("as_written", sa.String(length=200), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["action_items.id"], name=op.f("fk_open_names_action_id")),
        sa.ForeignKeyConstraint(["committee_id"], ["committees.id"], name=op.f("fk_open_names_committee_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_open_names_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_names")),
        sa.UniqueConstraint(
            "meeting_id", "kind", "line", "folded", name=op.f("uq_open_names_meeting_id_kind_line_folded")
        ),
    )
    with op.batch_alter_table("open_names", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_open_names_action_id"), ["action_id"], unique=False)
        batch_op.create_index("ix_open_names_waiting", ["settled_at", "committee_id", "folded"], unique=False)

    op.create_table(
        "blocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("agenda_item_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["agenda_item_id"], ["agenda_items.id"], name=op.f("fk_blocks_agenda_item_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_blocks_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocks")),
    )
    with op.batch_alter_table("blocks", schema=None) as batch_op:
        batch_op.create_index("ix_blocks_meeting", ["meeting_id", "position"], unique=False)

    op.create_table(
        "block_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["block_id"], ["blocks.id"], name=op.f("fk_block_revisions_block_id")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["people.id"], name=op.f("fk_block_revisions_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block_revisions")),
        sa.UniqueConstraint("block_id", "version", name=op.f("uq_block_revisions_block_id_version")),
    )
    op.create_table(
        "captured_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "action",
                "decision",
                "info",
                "idea",
                "gap",
                name="capturedkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(kind = 'info') = (subject_id IS NULL)", name=op.f("ck_captured_lines_info_has_none")),
        sa.ForeignKeyConstraint(["block_id"], ["blocks.id"], name=op.f("fk_captured_lines_block_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["subjects.id"], name=op.f("fk_captured_lines_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_captured_lines")),
    )
    with op.batch_alter_table("captured_lines", schema=None) as batch_op:
        batch_op.create_index("ix_captured_lines_block", ["block_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_captured_lines_subject_id"), ["subject_id"], unique=False)

    if op.get_bind().dialect.name != "sqlite":
        for name, source, target, column in RINGS:
            op.create_foreign_key(name, source, target, [column], ["id"])
    op.execute("INSERT INTO journal_head (id, seq, mac) VALUES (1, 0, '" + "0" * 64 + "')")


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        for name, source, _, _ in RINGS:
            op.drop_constraint(name, source, type_="foreignkey")
    with op.batch_alter_table("captured_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_captured_lines_subject_id"))
        batch_op.drop_index("ix_captured_lines_block")

    op.drop_table("captured_lines")
    op.drop_table("block_revisions")
    with op.batch_alter_table("blocks", schema=None) as batch_op:
        batch_op.drop_index("ix_blocks_meeting")

    op.drop_table("blocks")
    with op.batch_alter_table("open_names", schema=None) as batch_op:
        batch_op.drop_index("ix_open_names_waiting")
        batch_op.drop_index(batch_op.f("ix_open_names_action_id"))

    op.drop_table("open_names")
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.drop_index("ix_check_ins_latest")

    op.drop_table("check_ins")
    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendances_person_id"))

    op.drop_table("attendances")
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.drop_index("ix_agenda_items_meeting")

    op.drop_table("agenda_items")
    with op.batch_alter_table("action_appearances", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_appearances_meeting_id"))

    op.drop_table("action_appearances")
    with op.batch_alter_table("story_people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_story_people_person_id"))

    op.drop_table("story_people")
    with op.batch_alter_table("story_departments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_story_departments_department_id"))

    op.drop_table("story_departments")
    with op.batch_alter_table("objective_departments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_objective_departments_department_id"))

    op.drop_table("objective_departments")
    with op.batch_alter_table("milestones", schema=None) as batch_op:
        batch_op.drop_index("ix_milestones_initiative")

    op.drop_table("milestones")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index("ix_memberships_person")
        batch_op.drop_index("ix_memberships_committee")

    op.drop_table("memberships")
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.drop_index("ix_meetings_day")
        batch_op.drop_index("ix_meetings_committee_day")

    op.drop_table("meetings")
    with op.batch_alter_table("key_results", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_key_results_owner_id"))
        batch_op.drop_index("ix_key_results_objective")

    op.drop_table("key_results")
    with op.batch_alter_table("initiative_departments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_initiative_departments_department_id"))

    op.drop_table("initiative_departments")
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decisions_meeting_id"))
        batch_op.drop_index("ix_decisions_decided_on")

    op.drop_table("decisions")
    with op.batch_alter_table("action_date_requests", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_action_date_requests_waiting",
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_action_date_requests_action_id"))

    op.drop_table("action_date_requests")
    with op.batch_alter_table("action_contributors", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_contributors_person_id"))

    op.drop_table("action_contributors")
    with op.batch_alter_table("thanks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_thanks_to_id"))
        batch_op.drop_index(batch_op.f("ix_thanks_said_at"))
        batch_op.drop_index(batch_op.f("ix_thanks_from_id"))

    op.drop_table("thanks")
    with op.batch_alter_table("subject_readers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_subject_readers_person_id"))

    op.drop_table("subject_readers")
    with op.batch_alter_table("stories", schema=None) as batch_op:
        batch_op.drop_index("ix_stories_published")

    op.drop_table("stories")
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_ins_person_id"))

    op.drop_table("sign_ins")
    with op.batch_alter_table("sign_in_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_links_person_id"))

    op.drop_table("sign_in_links")
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.drop_index("ix_role_grants_person")

    op.drop_table("role_grants")
    with op.batch_alter_table("objectives", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_objectives_owner_id"))
        batch_op.drop_index(batch_op.f("ix_objectives_cycle_id"))

    op.drop_table("objectives")
    with op.batch_alter_table("initiatives", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_initiatives_lead_id"))

    op.drop_table("initiatives")
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_index("ix_entries_subject_seq")
        batch_op.drop_index(batch_op.f("ix_entries_actor_id"))

    op.drop_table("entries")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index("ix_deliveries_waiting")
        batch_op.drop_index(batch_op.f("ix_deliveries_person_id"))

    op.drop_table("deliveries")
    op.drop_table("committees")
    with op.batch_alter_table("aliases", schema=None) as batch_op:
        batch_op.drop_index("uq_aliases_place")

    op.drop_table("aliases")
    with op.batch_alter_table("action_items", schema=None) as batch_op:
        batch_op.drop_index("ix_action_items_state")
        batch_op.drop_index(batch_op.f("ix_action_items_source_id"))
        batch_op.drop_index("ix_action_items_owner")
        batch_op.drop_index(batch_op.f("ix_action_items_made_on"))
        batch_op.drop_index(batch_op.f("ix_action_items_import_key"))
        batch_op.drop_index("ix_action_items_due")
        batch_op.drop_index(
            "ix_action_items_active_due",
            sqlite_where=sa.text("state IN ('open', 'accepted', 'in_progress', 'blocked')"),
            postgresql_where=sa.text("state IN ('open', 'accepted', 'in_progress', 'blocked')"),
        )

    op.drop_table("action_items")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index("ix_people_folded")

    op.drop_table("people")
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_links_to_id"))

    op.drop_table("links")
    with op.batch_alter_table("issued_reports", schema=None) as batch_op:
        batch_op.drop_index("ix_issued_reports_period")

    op.drop_table("issued_reports")
    op.drop_table("issued_digests")
    with op.batch_alter_table("ideas", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ideas_meeting_id"))

    op.drop_table("ideas")
    with op.batch_alter_table("gaps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gaps_meeting_id"))

    op.drop_table("gaps")
    op.drop_table("departments")
    op.drop_table("cycles")
    with op.batch_alter_table("subjects", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_subjects_parent_id"))
        batch_op.drop_index("ix_subjects_kind_level")
        batch_op.drop_index(batch_op.f("ix_subjects_department_id"))
        batch_op.drop_index("ix_subjects_committee_kind")

    op.drop_table("subjects")
    op.drop_table("journal_head")
    with op.batch_alter_table("job_runs", schema=None) as batch_op:
        batch_op.drop_index("ix_job_runs_state")

    op.drop_table("job_runs")
    with op.batch_alter_table("form_nonces", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_nonces_used_at"))

    op.drop_table("form_nonces")
    op.drop_table("counters")
