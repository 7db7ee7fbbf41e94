// GraphiQL with the examples of this page as its tabs. What it knows of the schema it reads from a file.
const place = document.getElementById("graphiql");
// The markup that GraphiQL makes is its own and, of the schema's texts, ours; no script comes in by it.
window.trustedTypes?.createPolicy("default", { createHTML: (text) => text });
const text = (section, what) => section.querySelector(`[data-${what}]`)?.textContent ?? "";
const tabs = [...document.querySelectorAll("[data-example]")].map((section) => ({
  query: text(section, "query"), variables: text(section, "variables"),
}));
const store = new Map();
const kept = {
  getItem: (name) => store.get(name) ?? null, setItem: (name, value) => store.set(name, value),
  removeItem: (name) => store.delete(name), clear: () => store.clear(), get length() { return store.size; },
};
const set = (one, name, value) => { if (one.getAttribute(name) !== value) one.setAttribute(name, value); };
// What it leaves out for whoever does not see it: names of its fields, a way in to what scrolls, tabs that are buttons.
function complete() {
  for (const editor of place.querySelectorAll(".CodeMirror")) {
    const { labelQuestion, labelVariables, labelAnswer } = place.dataset;
    const answer = editor.closest(".result-window");
    const label = answer ? labelAnswer : editor.closest(".graphiql-query-editor") ? labelQuestion : labelVariables;
    set(editor.querySelector("textarea"), "aria-label", label);
    const scrolling = editor.querySelector(".CodeMirror-scroll");
    set(scrolling, "tabindex", "0");
    set(scrolling, "role", "group");
    set(scrolling, "aria-label", label);
  }
  for (const tab of place.querySelectorAll(".graphiql-tab")) {
    const chosen = tab.classList.contains("graphiql-tab-active");
    tab.removeAttribute("aria-selected");
    set(tab, "role", "listitem");
    set(tab.parentElement, "role", "list");
    set(tab.querySelector(".graphiql-tab-button"), "aria-current", String(chosen));
  }
}
// The tabulator leaves a field, as everywhere; the editor would write one.
place.addEventListener("keydown", (event) => { if (event.key === "Tab") event.stopImmediatePropagation(); }, true);
async function start() {
  const language = { "Accept-Language": document.documentElement.lang };
  const asked = GraphiQL.createFetcher({ url: "/graphql", headers: language });
  const schema = await fetch(place.dataset.schema).then((answer) => answer.json());
  // Before it has read the schema it still names the operation of the tab before.
  const ours = (question) => (question.query.includes(question.operationName) ? question : { ...question, operationName: undefined });
  const fetcher = (question, more) => (question.operationName === "IntrospectionQuery" ? schema : asked(ours(question), more));
  const shown = React.createElement(GraphiQL, {
    fetcher, defaultTabs: tabs, storage: kept, defaultEditorToolsVisibility: true,
    shouldPersistHeaders: false, isHeadersEditorEnabled: false, forcedTheme: "light",
  });
  document.getElementById("no-script").remove();
  new MutationObserver(complete).observe(place, { childList: true, subtree: true, attributes: true, attributeFilter: ["class", "role", "tabindex"] });
  ReactDOM.createRoot(place).render(shown);
}
start();
