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
async function start() {
  const schema = await fetch(place.dataset.schema).then((answer) => answer.json());
  const fetcher = GraphiQL.createFetcher({ url: "/graphql", headers: { "Accept-Language": document.documentElement.lang } });
  const shown = React.createElement(GraphiQL, {
    fetcher, schema: schema.data, defaultTabs: tabs, storage: kept, defaultEditorToolsVisibility: true,
    shouldPersistHeaders: false, isHeadersEditorEnabled: false, forcedTheme: "light",
  });
  place.replaceChildren();
  ReactDOM.createRoot(place).render(shown);
}
start();
