"""Minutes that others wrote in Markdown, read into values: date, attendances, action items, sections.

Pure: no database, no clock, no page. `reading.read_minutes` is the door, `values` what comes out of it, and
docs/importing-minutes.md the grammar for people.
"""
