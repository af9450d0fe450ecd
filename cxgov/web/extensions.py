"""The extensions, made once and bound to an application by `create_app`."""

from typing import Any

from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from cxgov.core.db import Base
from cxgov.web.bearers import needs_no_form_token


class Guard(CSRFProtect):
    """CSRF for every form; a program that writes with a token in the header has none, and needs none."""

    def protect(self, *args: Any, **kwargs: Any) -> None:
        if not needs_no_form_token():
            super().protect(*args, **kwargs)


db = SQLAlchemy(model_class=Base)
migrate = Migrate(render_as_batch=True)
login = LoginManager()
csrf = Guard()
