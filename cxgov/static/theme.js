/* In <head>, before the first paint, so that nothing flashes: light, dark, or what the device says. Kept in this browser only. */
(function () {
  "use strict";
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function wanted() {
    try { return window.localStorage.getItem("cx-theme") || "auto"; } catch (refused) { return "auto"; }
  }
  function apply() {
    var choice = wanted();
    var theme = choice === "auto" ? (dark.matches ? "dark" : "light") : choice;
    document.documentElement.setAttribute("data-bs-theme", theme);
    document.documentElement.setAttribute("data-cx-theme", choice);
  }
  apply();
  dark.addEventListener("change", apply);
  window.addEventListener("storage", apply);
  document.addEventListener("cx-theme", apply);
}());
