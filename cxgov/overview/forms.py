"""The shape of what is asked on pages that look across."""

from wtforms.validators import InputRequired, Length

from cxgov.web.forms import Form, Words


class EraseForm(Form):
    """Why somebody is erased: who asked for it, and when."""

    reason = Words("Why: who asked for it, and when. Name nobody here", [InputRequired(), Length(max=500)])
