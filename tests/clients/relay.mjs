// relay-compiler on the schema that is served, and what it made run by relay-runtime.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import test, { after, before } from "node:test";
import { promisify } from "node:util";
import compiler from "relay-compiler";
import relay from "relay-runtime";
import { PROGRAM, PUBLIC, desk, fetching } from "./desk.mjs";

const { ConnectionHandler, Environment, Network, RecordSource, Store } = relay;
const { commitMutation, createOperationDescriptor, fetchQuery, getSingularSelector } = relay;
const run = promisify(execFile);
let folder;

const made = (name) => createRequire(path.join(folder, "compiled", "x.js"))(`./${name}.graphql`);

/** Run the compiler in a folder of its own, on a schema. */
const compiled = async (schema) => {
  const where = await mkdtemp(path.join(tmpdir(), "relay-"));
  await cp(new URL("relay", import.meta.url), where, { recursive: true });
  await mkdir(path.join(where, "compiled"));
  await writeFile(path.join(where, "schema.graphql"), schema);
  const failed = await run(compiler, ["--noWatchman", "relay.config.json"], { cwd: where }).catch((error) => error.message);
  return { where, failed: typeof failed === "string" ? failed : "" };
};
const served = await readFile(new URL("../../graphql/kyogikai_graphql/schema.graphql", import.meta.url), "utf8");
/** Relay asks again for a record as it is now: it knows a `node` that takes the id alone (docs/partner-api.md). */
const forRelay = served.replace(/^  node\(.*\): Node$/m, "  node(id: ID!): Node");

before(async () => {
  const { where, failed } = await compiled(forRelay);
  folder = where;
  assert.equal(failed, "");
});
after(() => rm(folder, { recursive: true }));

const environment = (headers) => {
  const fetch = fetching({ "content-type": "application/json", ...headers });
  const ask = async ({ text, name }, variables) => {
    const body = JSON.stringify({ query: text, operationName: name, variables });
    return (await fetch(desk.url, { method: "POST", body })).json();
  };
  return new Environment({ network: Network.create(ask), store: new Store(new RecordSource()) });
};

/** An operation's data, kept from now on. */
const asked = async (here, name, variables = {}) => {
  here.retain(createOperationDescriptor(made(name), variables));
  return fetchQuery(here, made(name), variables).toPromise();
};
const read = (here, fragment, reference) => here.lookup(getSingularSelector(made(fragment), reference)).data;

test("the compiler makes every operation, also those for the next page and for a record again", async () => {
  const files = await readdir(path.join(folder, "compiled"));
  const names = ["meetingsPageQuery", "meetingsListPaginationQuery", "meetingsLineRefetchQuery", "meetingsBodyQuery"];
  for (const name of [...names, "meetingsOfBodyPaginationQuery", "meetingsScheduleMutation"]) {
    assert.ok(files.includes(`${name}.graphql.js`), name);
  }
  assert.match(made("meetingsLineRefetchQuery").params.text, /node\(id: \$id\)/);
});

test("of the served schema it wants one line otherwise, and says which", async () => {
  const { where, failed } = await compiled(served);
  await rm(where, { recursive: true });
  assert.notEqual(forRelay, served);
  assert.match(failed, /has a `node\(id: ID\): Node` field/);
});

test("the pages of a connection become one", async () => {
  const here = environment(PROGRAM);
  const root = await asked(here, "meetingsPageQuery");
  let { meetings } = read(here, "meetings_list", root);
  while (meetings.pageInfo.hasNextPage) {
    await asked(here, "meetingsListPaginationQuery", { count: 50, cursor: meetings.pageInfo.endCursor });
    ({ meetings } = read(here, "meetings_list", root));
  }
  const ids = meetings.edges.map(({ node }) => node.id);
  assert.equal(ids.length, meetings.totalCount);
  assert.equal(new Set(ids).size, ids.length);
});

test("a record is asked for again by its id", async () => {
  const here = environment(PUBLIC);
  const { meetings } = read(here, "meetings_list", await asked(here, "meetingsPageQuery", { year: 2024 }));
  const { node } = meetings.edges[0];
  const again = await asked(here, "meetingsLineRefetchQuery", { id: node.id });
  assert.deepEqual(read(here, "meetings_line", again.node), read(here, "meetings_line", node));
});

test("a connection inside a record is read from its end, and back", async () => {
  const here = environment(PUBLIC);
  const { meetings } = read(here, "meetings_list", await asked(here, "meetingsPageQuery"));
  const { id } = read(here, "meetings_line", meetings.edges[0].node).bodies[0];
  const { node } = await asked(here, "meetingsBodyQuery", { id, last: 3 });
  assert.equal(node.__typename, "Body");
  const first = read(here, "meetings_ofBody", node.body).meetings;
  assert.ok(first.pageInfo.hasPreviousPage);
  await asked(here, "meetingsOfBodyPaginationQuery", { id, last: 3, before: first.pageInfo.startCursor });
  const both = read(here, "meetings_ofBody", node.body).meetings.edges.map((edge) => edge.node.id);
  assert.equal(new Set(both).size, 6);
  assert.deepEqual(both.slice(3), first.edges.map((edge) => edge.node.id));
});

test("what a mutation makes joins the list that it belongs to", async () => {
  const here = environment(PROGRAM);
  const root = await asked(here, "meetingsPageQuery", { year: 2031 });
  const other = read(here, "meetings_list", await asked(here, "meetingsPageQuery", { year: 2024 }));
  const bodyId = read(here, "meetings_line", other.meetings.edges[0].node).bodies[0].id;
  const list = ConnectionHandler.getConnectionID("client:root", "meetings_list_meetings", { fiscalYear: 2031 });
  const date = { value: "2031-06-10" };
  const input = { bodies: [{ bodyId }], date, effective: { value: "2026-11-01" }, title: "リレーの会議" };
  const variables = { connections: [list], input: { ...input, idempotencyKey: "relay-schedules" } };
  const done = await new Promise((onCompleted, onError) => {
    commitMutation(here, { mutation: made("meetingsScheduleMutation"), variables, onCompleted, onError });
  });
  assert.deepEqual(done.scheduleMeeting.userErrors, []);
  const shown = read(here, "meetings_list", root).meetings.edges.map(({ node }) => read(here, "meetings_line", node).title);
  assert.deepEqual(shown, ["リレーの会議"]);
});
