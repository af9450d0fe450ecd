"""The Customer Council: a year of its meetings."""

from cxgov.demo.story import AGREE, CLOSE, DECIDE, DISCUSS, INFORM, OPENING, OWED, Item, Sitting


def _heard(text: str) -> Item:
    return OPENING._replace(text=text)


def _owed(text: str) -> Item:
    return OWED._replace(text=text)


SITTINGS: tuple[Sitting, ...] = (
    Sitting(12, (
        _heard("> “I rang four times. Four kind people, four different answers.”\n\nInterview, one of nine."),
        Item("What the council is for", DISCUSS, 30, """\
Ada read the charter aloud. Everybody agreed that a department may not change what another one has to explain to
customers without saying so here first.

DECISION: Every change that another department must explain to customers comes to this council first

ACTION: @ben Send the charter to all teams by {14}
INFO: The council meets every fourth Tuesday at ten.""", "Customer office"),
        Item("Where customers suffer most", DISCUSS, 25, """\
Otis showed the nine interviews. Seven of nine speak of a move, six of the first bill after it.

GAP: The form asks again for what we know already (between Sales and Operations)
ACTION: Wen Lioran: Lay all four moving forms side by side by {28w}
ACTION: @eve Count the calls about moves for a month by {28}""", "Product"),
        CLOSE,
    ), away="luca"),
    Sitting(11, (
        _heard("> “Your letter said Tuesday. Nobody at your depot knew of a Tuesday.”"),
        _owed("All three are on their way."),
        Item("Welcome letter and what Operations knows", DISCUSS, 20, """\
Farid: the letter promises a date that nobody asked us for. 38 complaints a month come from that one sentence.

GAP: Welcome letter promises a date Operations does not know (between Marketing and Operations)
ACTION: @noor Take the promised date out of the welcome letter by {21}
ACTION: @olek Give Marketing the dates that are really free, each Monday by {14}""", "Operations"),
        Item("Money for interviews", DECIDE, 10, """\
DECISION: Twelve interviews with customers each quarter, paid by all departments alike
ACTION: Mira Dostane: Put the interviews into the plan by {20w}""", "Finance"),
        CLOSE,
    ), excused="hugo"),
    Sitting(10, (
        _heard("> “Since the new letter nobody promised me anything. That was better.”"),
        _owed("The letter is out. Calls about moves: 41 of 100 movers ring us at least once."),
        Item("What the four forms ask", DISCUSS, 30, """\
Wen laid the four forms on the table: 31 questions, 9 of them used by anybody. People in the study wrote their new
address three times.

IDEA: one page, nine fields, the same for everybody
ACTION: @cleo Bring a proposal for one form by {50}
ACTION: Tomas Brelicek: Ask ten dealers what they need from a form by {28}""", "Product"),
        Item("A complaint that went round", INFORM, 10, """\
INFO: One complaint was passed on seven times before anybody answered. Jonas asks for one owner per complaint.
ACTION: @pilar Name one owner for each complaint older than ten days by {15}""", "Support"),
        CLOSE,
    )),
    Sitting(9, (
        _heard("> “I was told my tariff by a neighbour before you told me.”"),
        _owed("Complaints without an owner: 46, now 3."),
        Item("Tariff changes and Support", DISCUSS, 20, """\
Every fifth answer about a tariff is wrong in the week after a change, because nobody tells Support.

GAP: Nobody tells Support that the tariff changed (between Product and Support)
ACTION: Sanna Veldmark: List the tariff changes of this year by {14}""", "Support"),
        Item("Goals of the coming half-year", DISCUSS, 30, """\
First round. Ines: not more than three. Farid: then they must be ours together, or we are back where we were.

ACTION: @ada Send a draft of the shared goals by {21w}
ACTION: Each department to name what it can give by next meeting""", "Customer office"),
        CLOSE,
    ), away="dan"),
    Sitting(8, (
        _heard("> “The technician rang me the evening before. I nearly fell off my chair.”"),
        _owed("Two are late by a few days; both owners said why."),
        Item("Technicians who call", DECIDE, 20, """\
Ruth tried it with two teams for three weeks: 18 second visits of 100 became 13.

DECISION: Pilot: technicians call the evening before, in the north, until summer
ACTION: @ruth Give all northern teams the list of numbers by {14}
ACTION: @priya Count second visits by team each month by {30}""", "Operations"),
        Item("Letters", DECIDE, 15, """\
DECISION: Freeze letter templates until the audit of all 214 of them is done
ACTION: Noor Tavessa: Audit the 214 letter templates by {80}""", "Marketing"),
        CLOSE,
    ), excused="greta luca"),
    Sitting(7, (
        _heard("> “I gave you my new address three times. Which one do you use?”"),
        _owed("The audit of letters is under way: 60 of 214."),
        Item("One moving form", DECIDE, 25, """\
Cleo showed the form: nine fields, twelve minutes less per move. Hugo: dealers lose their own form. Jonas: they gain
fewer calls. The council heard Hugo and decided.

DECISION: One moving form for all four channels. The paper form, the two web forms and the call script for moving are \
replaced by one form; every department takes its data from it.

ACTION: @cleo Build the moving form by {55}
ACTION: Farid Ombale: Retire the paper stock by {70}
ACTION: @hugo Give dealers the new form by {62}""", "Product"),
        Item("A second survey tool", DISCUSS, 10, "Not needed: the first one is hardly used. Hanne keeps the money."),
        CLOSE,
    )),
    Sitting(6, (
        _heard("> “Three calls in my first month, all to sell me something.”"),
        _owed("Form: first version runs in the test shop."),
        Item("Sales calls after a move", DECIDE, 20, """\
Amina: one call in forty sells anything. Pilar: one in nine brings a complaint.

DECISION: No sales calls in the first month after a move
ACTION: @amina Take movers off the call lists for 30 days by {20}
ACTION: @rolf Tell the partner shops by {30}
ACTION: Teo Marchetta: Mark movers in the customer screen by {34w}""", "Sales"),
        Item("The deposit", DISCUSS, 15, """\
GAP: The deposit is asked for twice (between Sales and Billing)
ACTION: @samir Find out how many households paid a deposit twice by {21}
IDEA: pay wrong deposits back before anybody asks""", "Billing"),
        CLOSE,
    ), away="mira"),
    Sitting(5, (
        _heard("> “It is summer, nobody answers, and my power is off on Friday.”"),
        _owed("Half of the council is on holiday; owners report in writing."),
        Item("A hotline for the summer", DECIDE, 20, """\
Only five of ten are here. Those present say what they would do and ask the others to confirm it.

DECISION: A summer hotline for movers, staffed by Support and Billing in turn, until September
ACTION: @leyla Draw up the rota of the summer hotline by {7}
ACTION: Nils Hagemoor: Sit with Support two mornings a week by {14}""", "Support"),
        CLOSE,
    ), away="hugo luca", excused="ines greta mira"),
    Sitting(4, (
        _heard("> “I filled in one page on the tram. That was all. I kept waiting for the rest.”"),
        _owed("Deposits paid twice: 212 households. Billing pays back 31 € each without being asked."),
        Item("Summer hotline", AGREE, 5, """\
DECISION: The summer hotline stays until the end of the season; the council confirms what five of us said in summer"""),
        Item("Goals: how we begin", DISCUSS, 30, """\
Each owner said what they need from the others. Nobody left without a figure to watch.

ACTION: @jonas Ask movers whether they would recommend us, every month by {25}
ACTION: @otis Write down how each figure is measured by {18}
ACTION: @viktor and @noor: Shorten the contract text to one page by {60}""", "Customer office"),
        CLOSE,
    ), excused="farid"),
    Sitting(3, (
        _heard("> “She was kind. She just could not see my new tariff.”\n\nCall study, 40 calls."),
        _owed("Calls about moves fell from 41 to 32 of 100."),
        Item("Tariff changes", DECIDE, 20, """\
DECISION: Support sees every tariff change on the day it happens
ACTION: @cleo Tell Support of tariff changes on the day by {45}
ACTION: Denny Arkwell: Train both teams on the new tariffs by {24w}""", "Support"),
        Item("Paper form", INFORM, 10, """\
INFO: The last paper form was filled in on Monday.
ACTION: @yara Ask former paper customers how they fared by {40}""", "Product"),
        CLOSE,
    )),
    Sitting(2, (
        _heard("> “You guessed my meter and wrote it as if you had looked.”"),
        _owed("The moving form is in all four channels."),
        Item("Estimated readings", DECIDE, 25, """\
Six of ten callers did not know that their bill rests on a guess. Greta: the law asks for a note; it does not ask for
small print.

DECISION: Estimated readings say so in plain words, in the first line of the bill
ACTION: @dan Agree the wording for estimated readings with Legal by {60}
ACTION: @freya Put the sentence on the first line of the bill by {24}""", "Billing"),
        Item("Letters after a move", DISCUSS, 15, """\
One move, three letters, three dates. The audit of letters is done: 214 became 96.

ACTION: @dan Send one letter, not three, after a move by {40}
DECISION: Wrong deposits are paid back before anybody asks
ACTION: @dan Switch off the second deposit letter by {66}
ACTION: Ines Valcourt: Rewrite the moving letter by {70w}""", "Marketing"),
        CLOSE,
    ), away="luca"),
    Sitting(1, (
        _heard("> “I moved eleven kilometres and got three welcome letters and a bill for the old flat.”"),
        _owed("Tariff changes still reach Support late; Cleo asked for two weeks more."),
        Item("The first bill", DISCUSS, 30, """\
Dan showed the audit of last month: 89.5 % of first bills after a move were right (358 of 400). Three causes make up
the rest: the hand-over date of the meter, the old tariff carried over, and a second deposit.

Farid: the reading exists on the day, it is only sent on Fridays.

GAP: Meter reading is handed over twice (between Operations and Billing)
ACTION: @dan Bring the list of first bills that were wrong by {28}
ACTION: @farid Send the hand-over reading to Billing on the day of the move by {44}
ACTION: @nils and @olek: Compare ten moves day by day by {21}""", "Billing"),
        Item("Hand-over of meter readings", DECIDE, 15, """\
DECISION: Operations hands over every meter reading on the day of the move, and Billing takes no other
ACTION: @luca Open the daily transfer of readings by {35}""", "Operations"),
        Item("One name for movers", DISCUSS, 15, """\
ACTION: @dan Name one contact in Billing for every moving customer by {52}
ACTION: Somebody from the call centre to collect what movers ask in the first week by next meeting
IDEA: a text message on the day of the move that says who to ring""", "Customer office"),
        CLOSE,
    ), away="greta"),
    Sitting(0, (
        OPENING,
        Item("Minutes of the last meeting", AGREE, 5, is_standing=True),
        OWED,
        Item("One team for the first bill after a move", DECIDE, 20, by="Billing"),
        Item("Off track: would moving customers recommend us?", DISCUSS, 15, by="fills itself"),
        Item("New gap: meter reading handed over twice", DISCUSS, 10, by="Operations"),
        Item("Heat-pump welcome letters", INFORM, 5, by="Marketing"),
        Item("Two decisions to review", DISCUSS, 5, by="fills itself"),
        CLOSE,
    )),
)  # fmt: skip
