"""Styles moved onto the elements of a mail, for most clients drop stylesheets."""


def inline_styles(html: str, css: str, *, kept: str = "") -> str:
    """Return the mail with `css` inlined, and `kept` as the one stylesheet that stays: dark mode and narrow screens.

    Nothing is loaded from anywhere. The library is imported here, for pages need it never.
    """
    import css_inline

    inliner = css_inline.CSSInliner(load_remote_stylesheets=False, inline_style_tags=False, extra_css=css)
    inlined = inliner.inline(html)
    return inlined.replace("</head>", f"<style>\n{kept}</style></head>", 1) if kept else inlined
