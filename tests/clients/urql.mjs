// urql, with its normalised cache: links, kept records, pages, mutations, and what goes wrong.
import assert from "node:assert/strict";
import test, { before } from "node:test";
import { Client, fetchExchange, gql } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { relayPagination } from "@urql/exchange-graphcache/extras";
import { getIntrospectionQuery } from "graphql";
import { OFFICE, PROGRAM, PUBLIC, STRANGER, desk, fetching, introspected } from "./desk.mjs";

const MEETINGS = gql`query ($after: String) {
  meetings(first: 50, after: $after) {
    totalCount
    edges { cursor node { id title } }
    nodes { id }
    pageInfo { hasNextPage endCursor }
  }
}`;
const BODIES = gql`{ bodies(first: 100) { nodes { id name } } }`;
const BODY = gql`query ($id: ID!) { body(id: $id) { id name } }`;
const RENAME = gql`mutation ($input: RenameBodyInput!) {
  renameBody(input: $input) { body { id name } userErrors { code rule field } }
}`;

let schema;
let keys;

before(async () => {
  schema = await introspected(getIntrospectionQuery({ descriptions: false }));
  const parts = schema.__schema.types.filter((t) => t.kind === "OBJECT" && !t.fields.some((f) => f.name === "id"));
  keys = Object.fromEntries(parts.map(({ name }) => [name, () => null])); // they are kept with what they are a part of
});

const client = (headers, more = {}) => {
  const cache = cacheExchange({ schema, keys, resolvers: { Query: { meetings: relayPagination() } } });
  const fetch = fetching(headers);
  return Object.assign(new Client({ url: desk.url, exchanges: [cache, fetchExchange], fetch, ...more }), { seen: fetch.sent });
};

const code = ({ error }) => error.graphQLErrors[0].extensions.code;

test("a question is a link where it is short enough, and a link is answered", async () => {
  const urql = client(PUBLIC, { preferGetMethod: true });
  const { data } = await urql.query(BODIES, {});
  assert.ok(data.bodies.nodes.length > 5);
  assert.equal(urql.seen[0].method, "GET");
  assert.ok(urql.seen[0].url.includes("?query="));
});

test("a mutation is never a link", async () => {
  const urql = client(PROGRAM, { preferGetMethod: "force" });
  const input = { bodyId: "x", name: "x", effective: { value: "2026-11-01" } };
  const { data } = await urql.mutation(RENAME, { input });
  assert.deepEqual([data.renameBody.userErrors[0].code, urql.seen[0].method], ["BAD_ID", "POST"]);
});

test("pages become one list, in their order and without repeats", async () => {
  const urql = client(PROGRAM);
  let { data } = await urql.query(MEETINGS, {});
  while (data.meetings.pageInfo.hasNextPage) {
    ({ data } = await urql.query(MEETINGS, { after: data.meetings.pageInfo.endCursor }));
  }
  const ids = data.meetings.edges.map(({ node }) => node.id);
  assert.equal(ids.length, data.meetings.totalCount);
  assert.equal(new Set(ids).size, ids.length);
});

test("a mutation's answer is seen wherever its record is shown", async () => {
  const urql = client(OFFICE);
  const { id } = (await urql.query(BODIES, {})).data.bodies.nodes[2];
  const shown = [];
  const watched = urql.query(BODIES, {}).subscribe(({ data }) => {
    shown.push(data.bodies.nodes.find((body) => body.id === id).name);
  });
  const input = { bodyId: id, name: "ウルクル部会", effective: { value: "2026-11-03" }, idempotencyKey: "urql-renames" };
  const { data } = await urql.mutation(RENAME, { input });
  watched.unsubscribe();
  assert.deepEqual(data.renameBody.userErrors, []);
  assert.equal(shown.at(-1), "ウルクル部会");
  assert.equal((await urql.query(BODY, { id })).data.body.name, "ウルクル部会");
});

test("a question that is asked again is not sent again", async () => {
  const urql = client(PUBLIC);
  const first = await urql.query(BODIES, {});
  const again = await urql.query(BODIES, {});
  assert.deepEqual(again.data, first.data);
  assert.equal(urql.seen.length, 1);
});

test("what goes wrong is told with its code", async () => {
  const misspelt = await client(PUBLIC).query("{ meetings { nodes { titel } } }", {});
  assert.equal(code(misspelt), "GRAPHQL_VALIDATION_FAILED");
  assert.equal(code(await client(PUBLIC).query("{ auditTrail { totalCount } }", {})), "FORBIDDEN");
});

test("a token that is none is told so", async () => {
  const told = await client(STRANGER).query(BODIES, {});
  assert.deepEqual([code(told), told.error.response.status], ["UNAUTHENTICATED", 401]);
});
