// Asks again how far an import is, until it is over. A whole page that says what came of it is gone to by parts.js.
const PAUSE = 1500;
const part = document.getElementById("part");
setInterval(() => {
  if (!part.querySelector("[data-running]")) return;
  htmx.ajax("GET", location.href, { source: part, target: part, swap: "innerMorph" });
}, PAUSE);
