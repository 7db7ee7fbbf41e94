// Keeps what is typed: a few seconds after a change the form is saved as a draft, again when the line is back.
const form = document.querySelector("form[data-draft]");
const state = form.querySelector("[data-state]");
const PAUSE = 4000;
let timer, changed = false, leaving = false;

async function save() {
  if (!changed || leaving) return;
  const sent = new FormData(form);
  sent.set("act", "save");
  changed = false;
  try {
    const answer = await fetch(form.action, {method: "POST", body: new URLSearchParams(sent), headers: {Accept: "application/json"}});
    if (!answer.ok) throw new Error(String(answer.status));
    const {saved} = await answer.json();
    const time = new Date().toLocaleTimeString(document.documentElement.lang, {hour: "2-digit", minute: "2-digit"});
    state.textContent = saved ? form.dataset.saved + time : form.dataset.over;
  } catch {
    changed = true;
    state.textContent = form.dataset.lost;
    later();
  }
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}

form.addEventListener("input", () => { changed = true; later(); });
window.addEventListener("online", save);
form.addEventListener("submit", (event) => {
  if (navigator.onLine) { leaving = true; return; }
  event.preventDefault();
  changed = true;
  state.textContent = form.dataset.lost;
});
