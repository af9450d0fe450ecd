"""The Moving Home Board and the Fair Treatment Panel: what they met about."""

from cxgov.demo.story import AGREE, CLOSE, DECIDE, DISCUSS, INFORM, OPENING, OWED, Item, Sitting

MOVING: tuple[Sitting, ...] = (
    Sitting(11, (
        Item("Who is here, and why", DISCUSS, 20, """\
Idris drew a move on the wall, from the first call to the first bill: 23 steps, 11 hand-overs.

ACTION: @idris Write the 23 steps down for everybody by {10}
ACTION: @olek Mark the hand-overs that go by mail by {20}""", "Product"),
        CLOSE,
    )),
    Sitting(10, (
        Item("Hand-overs by mail", DISCUSS, 25, """\
Seven of eleven hand-overs go by mail. Two mailboxes are read once a week.

DECISION: Shared mailboxes of a move are read twice a day
ACTION: Teo Marchetta: Open both mailboxes for all six of us by {7}""", "Operations"),
        CLOSE,
    ), away="tomas"),
    Sitting(9, (
        Item("Numbers of meters", DISCUSS, 20, """\
ACTION: @nils List the moves with a wrong meter number by {18}
IDEA: a photograph of the meter instead of its number""", "Billing"),
        CLOSE,
    )),
    Sitting(8, (
        Item("Keys and technicians", DISCUSS, 20, """\
Ruth: every fifth visit fails because nobody has the key.

ACTION: @ruth Ask for the key in the call of the evening before by {12}
ACTION: Eve Sarkani: Change the call script for keys by {14w}""", "Operations"),
        CLOSE,
    ), excused="nils"),
    Sitting(7, (
        Item("The form, first look", DISCUSS, 30, """\
ACTION: @wen Try the form with eight customers by {15}
ACTION: @tomas Show the form to five dealers by {21}""", "Product"),
        CLOSE,
    )),
    Sitting(6, (
        Item("What eight customers said", DISCUSS, 25, """\
“Reading of the meter” was not understood by five of eight.

DECISION: We say “hand-over reading”, never “closing reading”
ACTION: @noor Replace the word in all letters of a move by {25}""", "Product"),
        CLOSE,
    ), away="teo"),
    Sitting(5, (
        Item("Summer peak", DISCUSS, 20, """\
ACTION: @eve Plan two people for movers each day by {5}
ACTION: @ruth Keep ten visits a day free for movers by {9}""", "Support"),
        CLOSE,
    ), excused="idris"),
    Sitting(4, (
        Item("The form goes live", DECIDE, 25, """\
DECISION: The form goes live in the two web channels first, at the telephone two weeks later
ACTION: @teo Switch the web channels to the form by {9}
ACTION: Eve Sarkani: Switch the telephone to the form by {23w}""", "Product"),
        CLOSE,
    )),
    Sitting(3, (
        OWED,
        Item("First weeks of the form", DISCUSS, 20, """\
Calls fell in the first week. Dealers ask for a copy on paper; the board says no.

ACTION: @tomas Explain to dealers why there is no paper copy by {14}
ACTION: @nils Check fifty first bills by hand by {20}""", "Product"),
        CLOSE,
    ), away="noor"),
    Sitting(2, (
        OWED,
        Item("Bills that went wrong", DISCUSS, 25, """\
ACTION: @olek Send hand-over readings each evening instead of each Friday by {40}
ACTION: @noor Put one telephone number on all letters of a move by {24}
ACTION: @teo Show the hand-over reading in the customer screen by {20}""", "Billing"),
        CLOSE,
    )),
    Sitting(1, (
        OWED,
        Item("Dealers", DISCUSS, 15, """\
ACTION: @tomas Collect the questions dealers still ask by {21}
ACTION: @ruth Give technicians the hand-over form on their tablets by {35}
ACTION: @wen Watch six people fill in the form on a telephone by {27}""", "Sales"),
        CLOSE,
    ), excused="tomas"),
    Sitting(0, (
        OPENING._replace(text="> “Three people told me three amounts. I stopped opening the letters.”"),
        OWED._replace(text="Readings come each evening since Monday. Two items moved by a week."),
        Item("Readings on the day", DISCUSS, 20, """\
Olek and Nils compared ten moves: in eight the reading was there on the day, in two the key was missing.

ACTION: @olek Send readings with a photograph of the meter by {21}
ACTION: Nils Hagemoor: Stop the second request for a reading by {28w}
DECISION: A reading with a photograph needs no second look
GAP: Keys are asked for by nobody (between Sales and Operations)""", "Operations"),
        Item("A message on the day of the move", DISCUSS, 15, """\
IDEA: the message names the technician
ACTION: @teo Try the message with one hundred movers by {35}
ACTION: Somebody in Marketing to write the words of the message by next meeting
INFO: The call centre had 12 % fewer calls about moves than a year ago.""", "Support"),
        CLOSE,
    ), away="noor", excused="tomas"),
)  # fmt: skip

FAIRNESS: tuple[Sitting, ...] = (
    Sitting(5, (
        Item("Cases of the quarter", DISCUSS, 40, """\
Nine households, four of them with small children. In five of nine the mistake was ours.

DECISION: No cut-off while a complaint about the bill is open
ACTION: @samir Stop cut-offs for open complaints by {10}
ACTION: @pilar Write to the nine households by {7}""", "Support"),
        CLOSE,
    )),
    Sitting(4, (
        Item("Deposits of households in arrears", DISCUSS, 30, """\
ACTION: @hanne Reckon what deposits cost households in arrears by {28}
ACTION: Viktor Szabrin: Read the deposit clause with fresh eyes by {21w}""", "Finance"),
        CLOSE,
    ), away="ada"),
    Sitting(3, (), cancelled="Two of three cases were settled before the meeting; the third is heard next time."),
    Sitting(2, (
        Item("A pattern: letters in the wrong language", DISCUSS, 30, """\
GAP: Reminders go out in a language the household does not read (between Billing and Legal)
ACTION: @samir Note the language of a household in arrears by {30}
ACTION: @joana Check which reminders must be in German by {25}""", "Legal"),
        CLOSE,
    )),
    Sitting(1, (
        Item("Redress for wrong cut-offs", DECIDE, 30, """\
Two households were without power for a night. The panel heard both.

DECISION: 400 € for each night without power that was our mistake, paid within a week
ACTION: @samir Pay both households by {7}
ACTION: @pilar Ring every household the day before a cut-off by {60}""", "Support"),
        Item("A colleague’s own part in a cut-off", DISCUSS, 15, """\
Samir’s own team cut off the second household; he left the room.

DECISION: The panel writes to the technician itself, and to nobody else
ACTION: Eve Sarkani: Take down what the household says, in their words, by {56}""", "Legal",
            is_in_camera=True, out="samir"),
        Item("What the council should know", AGREE, 5, "INFO: Wrong cut-offs: two this half-year, five in the last."),
        CLOSE,
    ), excused="hanne"),
    Sitting(0, (Item("Cases", DISCUSS, 40, is_standing=True), Item("Reminders", INFORM, 10, by="Billing"), CLOSE)),
)  # fmt: skip
