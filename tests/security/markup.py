"""What a page is made of, as a browser reads it: anything that a text could have added is found here."""

from urllib.parse import urlsplit

import tinyhtml5

NEVER = {
    "iframe", "frame", "object", "embed", "base", "math", "marquee", "video", "audio", "applet", "foreignobject",
    "style", "template", "noscript",
}  # fmt: skip
QR = "data:image/svg+xml;charset=utf-8,%3Csvg"  # the picture of an authenticator's secret, which no text is part of
ADDRESSES = {"href", "src", "action", "formaction", "poster", "data", "srcset", "background", "xlink:href"}


def intruders(page: str, *, is_mail: bool = False) -> list[str]:
    """Return every element and attribute that no template of ours writes; mails have styles, pages have none."""
    found = []
    for element in tinyhtml5.parse(page, namespace_html_elements=False).iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.rpartition("}")[2].lower()
        if (tag in NEVER and not (is_mail and tag == "style")) or "zq9" in tag:
            found.append(tag)
        if tag == "script" and not (element.get("src") or "").startswith("/static/"):
            found.append("script")
        if tag == "meta" and element.get("http-equiv") and not is_mail:
            found.append("meta http-equiv")
        faults = [fault for fault in map(_fault, element.attrib.items()) if fault]
        if tag == "img" and str(element.get("src") or "").startswith(QR):
            continue
        found += [f"{tag} {fault}" for fault in faults if not (is_mail and fault == "style")]
    return found


def _fault(attribute: tuple[object, object]) -> str:
    name, value = str(attribute[0]).rpartition("}")[2].lower(), str(attribute[1])
    if name.startswith("on") or "zq9" in name or name in ("style", "srcdoc"):
        return name
    if name in ADDRESSES:
        parts = urlsplit("".join(value.split()))
        if parts.scheme not in ("", "http", "https", "mailto", "cid", "otpauth") or "zq9" in parts.netloc:
            return f"{name}={value}"
    return ""


def words(page: str) -> str:
    """Return all that a page says: its text and what stands in its fields."""
    tree = tinyhtml5.parse(page, namespace_html_elements=False)
    return " ".join([*tree.itertext(), *(str(value) for element in tree.iter() for value in element.attrib.values())])
