// Keeps a copy of a council's record in step, for an open-data portal: what changed, and nothing else.
//
//   curl -s http://mihon.localhost:8000/schema.graphql > schema.graphql && npm ci && npm run generate && npm run build
//   export KYOGIKAI_CLIENT=01a2… KYOGIKAI_SECRET=kyo_…   # a client with the scope published:read
//   npm run sync http://mihon.localhost:8000 copy.json
//
// Run it as often as you like, when a webhook rings, and once a day: it goes on where it was, also after it was
// killed. The copy is a JSON file: the records by their ids, and how far it is in step. What stands in its way it
// says in a line on standard error, and ends with 1 (2: it was called wrongly).
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type { DocumentTypeDecoration } from "@graphql-typed-document-node/core";
import { ChangesDocument, RecordsDocument, type RecordsQuery, type RecordsQueryVariables } from "./asked.js";

type Found = NonNullable<RecordsQuery["r0"]>;
type Copy = { cursor: string | null; day: string; records: Record<string, Found> };
type Ask = <Data, Variables>(document: DocumentTypeDecoration<Data, Variables>, variables: Variables) => Promise<Data>;

const AT_ONCE = 10;
const [SECONDS, TRIES] = [30, 5];
/** A day is the service's, of Japan; clocks differ a little. */
const today = () => new Date(Date.now() + (9 * 60 - 10) * 60_000).toISOString().slice(0, 10);

const USAGE = "usage: npm run sync https://HOST COPY.json   (KYOGIKAI_CLIENT and KYOGIKAI_SECRET are set)";
const WRONG = "KYOGIKAI_CLIENT or KYOGIKAI_SECRET is wrong, or over: ask the municipality's administrator";
/** The service was not reached, or refuses: in words for whoever runs this. */
class Stopped extends Error {}

/** An answer, whatever is wrong with it told in words. */
const fetched = async (url: string, init: RequestInit): Promise<Response> => {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(SECONDS * 1000) });
  } catch (problem) {
    const { cause, name } = problem as { cause?: { code?: string }; name: string };
    const why = cause?.code ?? name;
    throw new Stopped(`${url} does not answer (${why}): is the address right, and is it there?`);
  }
};

/** What an answer says; nothing where it is none of ours. */
const read = async <Told>(answer: Response): Promise<Partial<Told>> => {
  try {
    return (await answer.json()) as Partial<Told>;
  } catch {
    return {};
  }
};

/** An answer, asked for again where it is told to wait. */
const patiently = async (url: string, init: RequestInit): Promise<Response> => {
  for (let tries = 1; ; tries += 1) {
    const answer = await fetched(url, init);
    if (![429, 502, 503, 504].includes(answer.status) || tries === TRIES) return answer;
    await pause(Number(answer.headers.get("retry-after") ?? tries) * 1000);
  }
};

/** Asks with an access token of its own, which lasts an hour. */
const connected = async (origin: string, client: string, secret: string): Promise<Ask> => {
  const wanted = { grant_type: "client_credentials", scope: "published:read" };
  const shown = { client_id: client, client_secret: secret };
  const body = new URLSearchParams({ ...wanted, ...shown });
  const given = await patiently(`${origin}/oauth/token`, { method: "POST", body });
  type Token = { access_token: string; error: string; error_description: string };
  const { access_token: token, error, error_description: more = "" } = await read<Token>(given);
  if (error === "invalid_client") throw new Stopped(WRONG);
  if (error) throw new Stopped(`no access token: ${error} ${more}`);
  if (!token) {
    throw new Stopped(`${origin} answers ${given.status}, and no access token: is it a municipality's address?`);
  }
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return async <Data, Variables>(document: DocumentTypeDecoration<Data, Variables>, variables: Variables) => {
    const question = JSON.stringify({ query: String(document), variables });
    const answer = await patiently(`${origin}/graphql`, { method: "POST", headers, body: question });
    const told = await read<{ data: Data; errors: readonly { message: string }[] }>(answer);
    if (told.errors) throw new Stopped(`refused: ${told.errors.map((one) => one.message).join("; ")}`);
    if (!told.data) throw new Stopped(`${origin} broke off; run this again later (${answer.status})`);
    return told.data;
  };
};

/** Each record as it is today; null where it is there no longer. */
const records = async (ask: Ask, ids: readonly string[]): Promise<[string, Found | null][]> => {
  const found: [string, Found | null][] = [];
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const some = ids.slice(start, start + AT_ONCE);
    const nth = (number: number) => some[Math.min(number, some.length - 1)]!;
    const asked: RecordsQueryVariables = {
      r0: nth(0), r1: nth(1), r2: nth(2), r3: nth(3), r4: nth(4),
      r5: nth(5), r6: nth(6), r7: nth(7), r8: nth(8), r9: nth(9),
    };
    const { r0, r1, r2, r3, r4, r5, r6, r7, r8, r9 } = await ask(RecordsDocument, asked);
    const each = [r0, r1, r2, r3, r4, r5, r6, r7, r8, r9];
    some.forEach((id, number) => found.push([id, each[number] ?? null]));
  }
  return found;
};

/** A file that is a copy. */
const parsed = (path: string): Copy => {
  try {
    const { cursor, day, records } = JSON.parse(readFileSync(path, "utf8")) as Copy;
    if (typeof records === "object" && day) return { cursor, day, records };
  } catch {
    // told below
  }
  throw new Stopped(`${path} is there, and no copy: take it away, or name another file`);
};

/** The copy; each day from the beginning: what was recorded for a day to come is not told on that day. */
const opened = (path: string): Copy => {
  const none: Copy = { cursor: null, day: today(), records: {} };
  const copy = existsSync(path) ? parsed(path) : none;
  return copy.day === today() ? copy : { ...copy, cursor: null, day: today() };
};

/** A page with its cursor, or neither: a file takes the other's place in one step. */
const kept = (path: string, copy: Copy): void => {
  try {
    writeFileSync(`${path}.new`, JSON.stringify(copy));
    renameSync(`${path}.new`, path);
  } catch (problem) {
    throw new Stopped(`${path} cannot be kept as a copy: ${(problem as Error).message}`);
  }
};

/** Bring a copy in step; how many records are others than before. */
const sync = async (ask: Ask, path: string, copy: Copy): Promise<number> => {
  for (let changed = 0, more = true; ; ) {
    const { changes: page } = await ask(ChangesDocument, { after: copy.cursor });
    const there = page.changes.filter((one) => !one.removed).map((one) => one.subjectId);
    const gone = page.changes.filter((one) => one.removed).map((one): [string, null] => [one.subjectId, null]);
    for (const [id, record] of [...gone, ...(await records(ask, there))]) {
      if (JSON.stringify(copy.records[id] ?? null) !== JSON.stringify(record)) changed += 1;
      if (record) copy.records[id] = record;
      else delete copy.records[id];
    }
    copy.cursor = page.cursor;
    kept(path, copy);
    more = page.more;
    if (!more) return changed;
  }
};

/** What tells two copies apart. */
const digest = ({ records }: Copy): string => {
  const text = Object.keys(records).sort().map((id) => `${id}\t${JSON.stringify(records[id])}\n`);
  return createHash("sha256").update(text.join("")).digest("hex").slice(0, 16);
};

const [, , given = "", path = "copy.json"] = process.argv;
const { KYOGIKAI_CLIENT: client = "", KYOGIKAI_SECRET: secret = "" } = process.env;
const origin = given.replace(/\/+$/, "");
try {
  if (!URL.canParse(origin)) throw new Stopped(USAGE);
  if (!client || !secret) throw new Stopped(WRONG);
  const copy = opened(path);
  const changed = await sync(await connected(origin, client, secret), path, copy);
  console.log(`${changed} changed, ${Object.keys(copy.records).length} records, digest ${digest(copy)}`);
} catch (problem) {
  if (!(problem instanceof Stopped)) throw problem;
  console.error(`portal: ${problem.message}`);
  process.exitCode = problem.message === USAGE ? 2 : 1;
}
