// What is wrong with the page that stands in the window; each function answers with texts. Evaluated anew each time.
const TO_PRESS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
const told = (e) => `${e.tagName.toLowerCase()} “${(e.innerText || e.name || e.id || "").trim().slice(0, 30)}”`;
const hidden = (e) => e.closest("[aria-hidden=true]") || getComputedStyle(e).clipPath !== "none"; // from eyes, or from all
const seen = (e) => e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
const pressable = () => [...document.querySelectorAll(TO_PRESS)].filter((e) => seen(e) && !e.disabled && !e.closest("[aria-hidden=true]"));

function twice(on) {
  const base = getComputedStyle(document.documentElement).fontSize;
  document.documentElement.style.fontSize = on ? `${parseFloat(base) * 2}px` : "";
}

// Text that its own box hides: what scrolls shows it, and what is cut for all but screen readers is 1 px wide.
function clipped() {
  const hides = (how) => how === "hidden" || how === "clip";
  return [...document.querySelectorAll("body *")].filter((e) => {
    const style = getComputedStyle(e);
    if (!seen(e) || hidden(e) || e.clientWidth <= 2 || e.closest("svg") || !e.innerText?.trim()) return false;
    const down = hides(style.overflowY) && e.scrollHeight > e.clientHeight + 2;
    return down || (hides(style.overflowX) && e.scrollWidth > e.clientWidth + 2);
  }).map((e) => `clipped: ${told(e)}`);
}

// A button or a field whose edge is a background's alone has no edge in forced colours. A slider has its thumb.
function unseen() {
  const edged = (e) => {
    const style = getComputedStyle(e);
    const side = (s) => parseFloat(style[`border${s}Width`]) > 0 && style[`border${s}Style`] !== "none" &&
      style[`border${s}Color`] !== style.backgroundColor;
    return ["Top", "Bottom", "Left", "Right"].some(side) || parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none" ||
      style.appearance !== "none" || style.textDecorationLine === "underline";
  };
  const controls = document.querySelectorAll("button, input:not([type=hidden], [type=range]), select, textarea, a.btn");
  return [...controls].filter((e) => seen(e) && !hidden(e) && !edged(e)).map((e) => `no edge: ${told(e)}`);
}

function ringless() {
  const ring = (e) => {
    e.focus({ focusVisible: true, preventScroll: true });
    const style = getComputedStyle(e);
    return document.activeElement !== e || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  };
  return pressable().filter((e) => e.tabIndex >= 0 && !ring(e)).map((e) => `no ring: ${told(e)}`);
}

// What Tab must reach, in reading order: of radios with one name, the chosen or else the first is a stop.
function stops() {
  const groups = new Map();
  const all = pressable().filter((e) => !(e.tabIndex < 0 && !e.matches("a[href], button, input, select, textarea, summary")));
  for (const e of all) if (e.type === "radio") {
    const key = `${[...document.forms].indexOf(e.form)} ${e.name}`;
    if (!groups.has(key) || e.checked) groups.set(key, e);
  }
  return all.filter((e) => e.type !== "radio" || [...groups.values()].includes(e));
}

function begin() {
  document.activeElement?.blur();
  window.getSelection().removeAllRanges();
  document.documentElement.scrollTop = 0;
  document.body.setAttribute("tabindex", "-1");
  document.body.focus();
  document.body.removeAttribute("tabindex");
  window.wanted = stops();
  return window.wanted.map(told);
}

function stop() {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return [-1, ""];
  let at = window.wanted.indexOf(e);
  if (at < 0 && e.type === "radio") at = window.wanted.findIndex((o) => o.name === e.name && o.form === e.form);
  if (at < 0) return [window.wanted.length, e.scrollHeight > e.clientHeight || e.scrollWidth > e.clientWidth ? "" : `stray: ${told(e)}`];
  const box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return [at, !inside ? `out of sight: ${told(e)}` : ring ? "" : `no ring: ${told(e)}`];
}

function skips() {
  const first = stops()[0];
  const target = first && first.hash && document.querySelector(first.hash);
  return Boolean(target && target.matches("main"));
}

function dead() {
  const wrong = [];
  if (!document.querySelector("main h1")?.innerText.trim()) wrong.push("no heading");
  for (const e of document.querySelectorAll("main button")) {
    if (seen(e) && (e.type === "button" || !e.form)) wrong.push(`only a script answers: ${told(e)}`);
  }
  for (const form of document.forms) {
    const sends = [...form.elements].some((e) => e.type === "submit" && seen(e));
    if (seen(form) && !sends) wrong.push(`cannot be sent: ${form.action}`);
    if (form.method === "post" && !form.elements.form_token) wrong.push(`without its token: ${form.action}`);
  }
  return wrong;
}
