"""Every route names its permission, or the application does not start."""

import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from cxgov.core import policy
from cxgov.web.access import RouteWithoutPolicy, check_routes, public, requires

ROOT = Path(__file__).resolve().parents[2]


def test_every_route_is_public_or_names_a_permission_that_a_feature_defined(app: Flask) -> None:
    for rule in (one for one in app.url_map.iter_rules() if not one.build_only):
        permission = getattr(app.view_functions[rule.endpoint], "permission", "")
        assert permission is None or policy.is_known(permission), rule.endpoint


def test_only_these_routes_are_public(app: Flask) -> None:
    found = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not rule.build_only
        if getattr(app.view_functions[rule.endpoint], "permission", "") is None
    }
    assert found == {
        "static", "healthz", "readyz", "accounts.sign_in", "accounts.use_link", "reports.digest_by_link",
        "accounts.start_sign_on", "accounts.end_sign_on", "accounts.ask_for_link", "accounts.choose_password",
        "accounts.code", "accounts.enrol",
    }  # fmt: skip


@pytest.mark.parametrize("view", [lambda: "ok", requires("nobody:defined:this")(lambda: "ok")])
def test_an_application_with_an_unguarded_route_does_not_start(view: object) -> None:
    bare = Flask("bare")
    bare.view_functions["static"] = public(bare.view_functions["static"])
    bare.add_url_rule("/forgotten", "forgotten", view)  # type: ignore[arg-type]  # a lambda is a view here
    with pytest.raises(RouteWithoutPolicy, match="CXG-E101 route has no policy: forgotten"):
        check_routes(bare)


def test_writes_are_posts_and_reads_are_gets(app: Flask) -> None:
    for rule in (one for one in app.url_map.iter_rules() if not one.build_only):
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        assert methods <= {"GET", "POST"}, rule.endpoint


def test_making_the_application_imports_no_renderer_and_no_test_library() -> None:
    code = (
        "import sys, pathlib, tempfile\n"
        "from cxgov.core.config import load\n"
        "from cxgov.core.config_sources import make_secrets\n"
        "from cxgov.app import create_app\n"
        "folder = pathlib.Path(tempfile.mkdtemp())\n"
        "make_secrets(folder)\n"
        "create_app(load(folder, {}))\n"
        "heavy = {'weasyprint', 'pikepdf', 'css_inline', 'apscheduler.schedulers.background', 'pytest'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
