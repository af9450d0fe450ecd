"""How each figure is counted, in words, as printed on the last page."""

# ruff: noqa: E501 - a figure a line, so that it can be read as the table it is

from cxgov.goals.rules import Thresholds
from cxgov.reports.figures.report import MethodRow

METHOD = (
    MethodRow(figure="Action items on time", rule="G23", how="Of the items first due in the period and not cancelled: claimed done on or before the first date agreed, and verified by somebody else. A granted new date does not move the first one."),
    MethodRow(figure="Commitments kept", rule="G23", how="Of the items due in the period by the date that holds: claimed done by its end."),
    MethodRow(figure="Age", rule="–", how="Days from the day on which the item was agreed to the last day of the period."),
    MethodRow(figure="Days late", rule="–", how="Days from the due date that holds to the last day of the period; an item due at the next meeting has none."),
    MethodRow(figure="Slips", rule="–", how="How often a new date was granted. Old dates and reasons are kept."),
    MethodRow(figure="Carried", rule="–", how="On how many later meetings’ lists the item stood after the first one."),
    MethodRow(figure="No longer mentioned", rule="–", how="Imported, never marked as done, and left out by the committee’s next meeting whose minutes have an action section."),
    MethodRow(figure="Decisions carried out", rule="–", how="Every action item that follows from the decision is done, or the committee said so; behind: one of them is overdue."),
    MethodRow(figure="Progress of a key result", rule="G1", how="x = (value − baseline) ÷ (target − baseline), shown between 0 and 100 %. The value is the latest one valid by the last day and known at the instant of issue."),
    MethodRow(figure="Expected progress", rule="G10", how="Days passed ÷ days of the key result, both ends counted, by calendar dates."),
    MethodRow(figure="Status of a key result", rule="G11", how="Progress ÷ expected progress: on track from 0.9, at risk from 0.7, off track below; off track shows as at risk in the first 15 % of the time. Without a reading: no data, from half of the time on off track."),
    MethodRow(figure="Outdated", rule="G12", how="The last check-in that was due was missed; it stands before the computed status."),
    MethodRow(figure="Progress of a goal", rule="G6", how="The weighted mean of its key results, each between 0 and 100 % before the mean; one without a reading counts as 0 and is named in the coverage."),
    MethodRow(figure="Status of a goal", rule="G13", how="The worst of its key results; the counts stand beside it."),
    MethodRow(figure="Quorum", rule="–", how="Voting members present ÷ voting seats held on that day, by the committee’s rule; more than half where it has none of its own."),
    MethodRow(figure="Share of design", rule="–", how="Person-days of design initiatives ÷ those of all; initiatives are counted where no effort is noted."),
)  # fmt: skip


def settings_words(zone: str) -> str:
    """Return the thresholds in force and the zone, in words."""
    t = Thresholds()
    return (
        f"On track from {t.green}, at risk from {t.amber}; early until {t.red_from} of the time; silent key results are off "
        f"track from {t.silent_red_from} of the time; aspirational ones are held against {t.aspirational}. Days are those of {zone}."
    )
