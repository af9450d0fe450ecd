"""What becomes of the action items: the ones that the story is about; the others go their ordinary way."""

from cxgov.demo.story import Life

LIVES: tuple[Life, ...] = (
    # given in camera to somebody outside, and under way
    Life("Take down what the household says", "accept 2 | start 5"),
    # a year ago, and all is well
    Life("Send the charter", "accept 1 | done 12: Sent to all ten heads, and read aloud in eight teams. | verify 15"),
    Life("Take the promised date", """accept 1 | done 19: The letter of today has no date in it. | verify 22 \
| reopen 60: Two old templates still promise a date. | done 68: Both templates are withdrawn. | verify 72"""),
    Life("each department to name", "cancel 27: Answered by all ten at the meeting itself."),
    Life("Audit the 214 letter", """accept 2 | start 10 | ask 70 120: Twice as many letters as we thought. \
| grant 72: Agreed; the freeze stays until then. | done 118: 214 letters read, 96 left. The list is in the shared \
folder. | verify 124"""),
    # the moving form
    Life("Build the moving form", """accept 1 | start 3 | done 53: Live in the test shop: nine fields, twelve minutes \
less per move. | verify 56"""),
    Life("retire the paper stock", "accept 2 | start 30 | done 69: 41 000 forms pulped, the receipt is attached. "
         "| verify 70"),
    Life("Give dealers the new form", """accept 4 | ask 55 90: Dealers need the summer to change their tills. \
| grant 58: Granted once, because dealers heard of it late. | done 86: 112 of 112 dealers use it. | verify 90"""),
    Life("Tell the partner shops", """accept 3 | start 6 | reassign 12 tomas: Rolf leaves us at the end of the month. \
| accept 14 | done 29: Letter to 61 partner shops. | verify 33"""),
    Life("Show the form to five", "accept 2 | cancel 12: The council has seen the form meanwhile."),
    # tariffs and Support
    Life("Tell Support of tariff", """accept 2 | start 9 | ask 40 58: The tariff system knows a change only at night. \
| grant 41: Until then a mail each evening."""),
    Life("train both teams", "accept 1 | done 23: 38 of 40 people trained, two are ill. | verify 26"),
    Life("Ask former paper", """accept 3 | done 38: Twelve calls made. | return 41: Add what they said, not only \
how many. | done 50: Eleven of twelve would not go back; one wants a printed copy. | verify 53"""),
    Life("Shorten the contract", """accept 5 | start 9 | done 58: Two pages instead of seven. | return 62: One was \
promised, and the deposit is still on page two. | ask 64 130: The regulator answers in four weeks. \
| grant 66: Yes, and bring the answer."""),
    # letters and first bills, now
    Life("Put the sentence", "accept 1 | done 22: On every bill printed since Monday. | verify 25"),
    Life("Agree the wording", "accept 3"),
    Life("Send one letter, not", """accept 2 | start 12 | ask 36 46: The printing works changes its machine. \
| grant 37: Then by that date, please."""),
    Life("Switch off the second", "accept 2 | block 30 luca: It needs a release by Technology."),
    Life("Rewrite the moving letter", "accept 2 | start 20 | ask 46 84: We want to try it with six readers first."),
    Life("Bring the list of first", "accept 1 | start 6"),
    Life("Send the hand-over reading", "accept 2 | start 5"),
    Life("Compare ten moves", "accept 1 | start 3 | done 19: Ten moves compared: in eight the reading was there on "
         "the day."),
    Life("Open the daily transfer", "accept 3 | block 14 priya: The reading system has no interface for it yet."),
    Life("Name one contact", ""),
    # the board and the panel
    Life("Send hand-over readings", "accept 1 | start 4 | ask 38 60: Two depots have no tablets. | grant 39: Agreed."),
    Life("Put one telephone", "accept 2 | done 23: One number on all four letters. | verify 27"),
    Life("Show the hand-over reading", "accept 2 | start 12"),
    Life("Collect the questions", "accept 4 | done 20: Seventeen questions, six answers. | return 23: Please write "
         "answers to all."),
    Life("Give technicians", "accept 1 | ask 20 60: The tablets come in three weeks."),
    Life("Watch six people", "accept 2 | start 8 | done 24: Six watched, two gave up at the meter number."),
    Life("Ring every household", "accept 1 | start 9"),
    Life("Note the language", "accept 2 | done 28: A field in the customer screen. | verify 33"),
)  # fmt: skip

CARRIED_OUT: tuple[tuple[str, str, int], ...] = (
    ("Every change that another", "ada", 300),
    ("Shared mailboxes", "idris", 262),
    ("Pilot: technicians call", "ada", 104),
    ("One moving form", "ada", 58),
)
"""Decisions of which the chair said, so many days ago, that they are carried out."""
