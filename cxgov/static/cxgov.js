/* Behaviour for pages that work without it. No library; each part looks for its own data- attribute:
   data-focus        takes the focus when the page has loaded (error summary, conflict)
   data-esc          a <details> that closes on Esc, and on a click elsewhere when it floats
   data-once         a form that is sent once, however often its button is clicked
   data-ctrl-enter   a form, or a text in one, that Ctrl Enter submits
   data-keep         a form or text whose unsaved words are asked about before the page is left
   data-theme-switch buttons with data-theme="light|dark|auto"
   data-submit-on-change  a select in a GET form that shows its choice at once
   data-print        a button that prints the page                                                         */
(function () {
  "use strict";
  var each = function (selector, visit) { Array.prototype.forEach.call(document.querySelectorAll(selector), visit); };
  var isTyping = function (target) { return !!target.closest("input, textarea, select, [contenteditable]"); };

  function focusFirst() {
    var first = document.querySelector("[data-focus]");
    if (first) { first.focus(); }
  }

  function closeDetails(event) {
    var open = Array.prototype.slice.call(document.querySelectorAll("details[data-esc][open]"));
    var last = open.filter(function (d) { return d.contains(document.activeElement); }).pop() || open.pop();
    if (!last) { return; }
    if (isTyping(event.target) && last.querySelector("[data-changed]")) { return; }
    last.open = false;
    last.querySelector("summary").focus();
  }

  document.addEventListener("click", function (event) {
    each("details.cx-menu[open], details.cx-why[open], details.cx-more[open]", function (d) {
      if (!d.contains(event.target)) { d.open = false; }
    });
    if (event.target.closest("[data-print]")) { window.print(); }
  });

  /* Sent once. The button is switched off after the browser has taken its name and value along; a page that comes
     back from the history is switched on again. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    leaving = true;
    if (!form.hasAttribute("data-once")) { return; }
    form.dataset.sent = "1";
    window.setTimeout(function () {
      Array.prototype.forEach.call(form.querySelectorAll("button[type=submit]"), function (b) { b.disabled = true; });
    }, 0);
  });
  window.addEventListener("pageshow", function () {
    leaving = false;
    each("form[data-sent]", function (form) {
      delete form.dataset.sent;
      Array.prototype.forEach.call(form.querySelectorAll("button[type=submit]"), function (b) { b.disabled = false; });
    });
  });

  /* Unsaved words. */
  var leaving = false;
  document.addEventListener("input", function (event) {
    var field = event.target.closest("[data-keep], [data-keep] textarea, [data-keep] input[type=text]");
    if (field) { event.target.setAttribute("data-changed", ""); }
  });
  window.addEventListener("beforeunload", function (event) {
    var changed = Array.prototype.some.call(document.querySelectorAll("[data-changed]"), function (f) {
      return f.value !== f.defaultValue;
    });
    if (changed && !leaving) { event.preventDefault(); event.returnValue = ""; }
  });

  document.addEventListener("change", function (event) {
    if (event.target.closest("[data-submit-on-change]") && event.target.form) { event.target.form.requestSubmit(); }
  });

  /* Keys. Single letters never fire while typing: g then w m a g c s r opens a room. */
  var rooms = { w: "home", m: "meeting", a: "action", g: "goal", c: "committee", i: "initiative", s: "story", r: "report" };
  var waitsForRoom = false;
  function openRoom(letter) {
    var link = rooms[letter] && document.querySelector("[data-room='" + rooms[letter] + "']");
    if (link) { window.location.assign(link.href); }
  }
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { closeDetails(event); return; }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      var form = event.target.form || event.target.closest("form");
      if (form && (form.hasAttribute("data-ctrl-enter") || event.target.hasAttribute("data-ctrl-enter"))) {
        event.preventDefault();
        form.requestSubmit();
      }
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) { waitsForRoom = false; return; }
    if (waitsForRoom) { waitsForRoom = false; openRoom(event.key); return; }
    if (event.key === "g") {
      waitsForRoom = true;
      window.setTimeout(function () { waitsForRoom = false; }, 1500);
    }
  });

  /* Colours. */
  function showTheme() {
    var choice = document.documentElement.getAttribute("data-cx-theme") || "auto";
    each("[data-theme-switch]", function (bar) { bar.hidden = false; });
    each("button[data-theme]", function (b) { b.setAttribute("aria-pressed", String(b.dataset.theme === choice)); });
  }
  document.addEventListener("click", function (event) {
    var button = event.target.closest("button[data-theme]");
    if (!button) { return; }
    try { window.localStorage.setItem("cx-theme", button.dataset.theme); } catch (refused) { /* private window: this page only */ }
    document.dispatchEvent(new Event("cx-theme"));
    showTheme();
  });

  showTheme();
  focusFirst();
}());
