"""The words that tell a name from ordinary text: what is never a name, what begins a task, what is a role."""

PARTICLES = frozenset(
    """
    de da di del della der den des du la le van von zu zum al el bin ibn ter ten dos das y e st
    """.split()
)
ROLE_WORDS = frozenset(
    """
    all everyone everybody anyone someone board chair chairperson chairman chairwoman cochair co-chair co-chairs
    chairs vice-chair secretary treasurer president director directors editor editors facilitator host lead leads
    maintainer maintainers manager members moderator moderators office officer scribe secretariat staff sponsor team
    council committee group wg department administrator admins admin clerk convener rapporteur liaison
    """.split()
)
NO_NAME = frozenset(
    """
    a an the this that these those it its we us our you your i my they their he she his her who whom what when where
    which why how is are was were be been being am do does did done has have had would shall should can could might
    must not no yes if then than so as at by for from in into of off on onto or out over per to up with without via
    about after before during until while because but also again both each every any some more most other others
    another new old next last first second please todo note notes action actions item items agenda decision
    decisions discussion discussions question questions update updates status topic proposal issue issues pr prs wip
    tbd tba na n/a none nil optional done ongoing deferred pending approved accepted rejected closed open resolved
    see link links via ref fyi info eta due deadline date today tomorrow monday tuesday wednesday thursday friday
    saturday sunday january february march july september october november december need needs example verdict
    previous previously maybe deferral follow follow-up followup summary title step steps part phase version high
    medium low priority p0 p1 p2 p3 http https re cc async asap owner owners assignee assigned
    """.split()
)
MONTHS_ALONE = frozenset({"april", "may", "june", "august"})
DEPARTMENTS = frozenset(
    """
    accounting advertising auditing banking billing branding catering cleaning consulting controlling engineering
    funding fundraising housing invoicing lending licensing manufacturing marketing nursing onboarding outsourcing
    planning pricing publishing purchasing recruiting sourcing staffing teaching testing trading training
    """.split()
)
VERBS = frozenset(
    """
    add agree allow announce apply approve ask assign attend await book bring build buy call change check clean
    clarify close collect come comment commit compare complete confirm connect consider contact continue contribute
    coordinate copy create decide define deliver deploy describe develop discuss distribute document draft edit
    email enable ensure explore extend figure file fill find finish fix follow formalize gather get give go happy
    help hold host identify implement improve include inform introduce invite investigate keep land launch learn let
    link list listen look mail make meet mention merge migrate monitor move nominate notify offer open order
    organise organize pay ping plan poke post prepare present promote propose provide publish push put raise reach
    read ready reconsider record refer release remind remove rename reply report request research resolve respond
    return review revise run schedule seek send set share show sign speak start stop submit subscribe suggest
    summarise summarize support switch sync take talk tell test thank think track transfer translate try turn update
    upgrade upload use validate verify vote wait want welcome work write
    """.split()
)
