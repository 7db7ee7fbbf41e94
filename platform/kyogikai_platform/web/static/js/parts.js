// Lists that change with their filters: of the page, only #part is asked for and changed, by htmx.
// Without a script, or where the answer is no part, links and forms lead to whole pages as they always do.
const part = document.getElementById("part");
const NOTHING = Object.freeze({ createHTML: (text) => text, createScript: () => "" });
class NoCode { constructor() { throw new Error("nothing here is made code of"); } }
htmx.registerExtension("parts", {
  init(api) {
    api.initSecurity(window.trustedTypes?.createPolicy("kyogikai-parts", NOTHING) ?? NOTHING, NoCode, NoCode);
  },
});
const own = (address) => address.origin === location.origin && address.pathname === location.pathname && !address.hash;
let paging = false;
let held = null;
function show(address) {
  part.setAttribute("aria-busy", "true");
  return htmx.ajax("GET", address.href, { source: part, target: part, swap: "innerMorph", push: "true" });
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("#part a[href]");
  const special = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (!link || special || event.defaultPrevented || !own(new URL(link.href))) return;
  event.preventDefault();
  paging = Boolean(link.rel);
  show(new URL(link.href));
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!part.contains(form) || form.method !== "get" || !own(new URL(form.action))) return;
  event.preventDefault();
  paging = false;
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form, event.submitter));
  show(address);
});
document.addEventListener("htmx:before:response", (event) => {
  const answer = event.detail.ctx.response.raw;
  if (answer.headers.get("HX-Part")) return;
  event.preventDefault();
  location.assign(answer.url);
});
document.addEventListener("htmx:before:swap", (event) => {
  held = document.activeElement;
  for (const task of event.detail.tasks)
    for (const field of task.fragment.querySelectorAll("[autofocus]")) field.removeAttribute("autofocus");
});
document.addEventListener("htmx:error", (event) => location.assign(event.detail.ctx.request.action));
document.addEventListener("htmx:finally:request", () => part.removeAttribute("aria-busy"));
document.addEventListener("htmx:after:swap", () => {
  for (const form of part.querySelectorAll("form")) form.reset();
  const said = part.querySelector("[data-heard]");
  document.getElementById("heard").textContent = said ? said.textContent.trim() : "";
  around();
  setTimeout(focused); // after whatever else in the part comes to itself
});
// Where the focus is then: at what is wrong, at the head of another page of the list, else where it was.
function focused() {
  const wrong = part.querySelector("[role=alert]");
  if (wrong) wrong.focus();
  else if (paging) part.focus();
  else if (document.activeElement === document.body) (held && held.isConnected ? held : part).focus();
}
// What stands around the part says the address too: the menu its moment, two forms the way back.
function around() {
  const here = new URL(location.href);
  const path = here.pathname + here.search;
  for (const link of document.querySelectorAll(".gnav a")) {
    const address = new URL(link.href);
    for (const name of ["asOf", "knownAt"]) {
      if (here.searchParams.get(name)) address.searchParams.set(name, here.searchParams.get(name));
      else address.searchParams.delete(name);
    }
    link.href = address.pathname + address.search;
  }
  document.querySelector("form[action='/preferences'] [name=next]").value = path;
  const entrance = document.querySelector("a[href^='/sign-in?']");
  if (entrance) entrance.href = `/sign-in?next=${encodeURIComponent(path)}`;
}
