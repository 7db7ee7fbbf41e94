// Whom to ask and what to show there (DESK), and fetching that counts: what a client sends is noted.
import "./localhost.mjs";

export const desk = JSON.parse(process.env.DESK);

/** A fetch that keeps what it sent, as whoever shows these headers. */
export const fetching = (headers = {}) => {
  const sent = [];
  const own = async (url, init = {}) => {
    sent.push({ method: init.method ?? "GET", url: String(url), accept: new Headers(init.headers).get("accept") });
    return fetch(url, { ...init, headers: { ...Object.fromEntries(new Headers(init.headers)), ...headers } });
  };
  return Object.assign(own, { sent });
};

export const PUBLIC = {};
export const PROGRAM = { authorization: `Bearer ${desk.program}` };
export const STRANGER = { authorization: "Bearer kyo_none" };
/** The secretariat, as its own page sends it. */
export const OFFICE = { cookie: desk.office, origin: desk.origin };

/** What the schema's own question brings, for clients that want to know types. */
export const introspected = async (query) => {
  const init = { method: "POST", headers: { "content-type": "application/json", ...PROGRAM } };
  const answer = await fetch(desk.url, { ...init, body: JSON.stringify({ query }) });
  return (await answer.json()).data;
};
