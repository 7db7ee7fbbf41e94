// Apollo Client: what it keeps, how it goes on from page to page, and what it hears when something is wrong.
import assert from "node:assert/strict";
import test from "node:test";
import { ApolloClient, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from "@apollo/client/core";
import { relayStylePagination } from "@apollo/client/utilities";
import { OFFICE, PROGRAM, PUBLIC, STRANGER, desk, fetching, introspected } from "./desk.mjs";

const TYPES = "{ __schema { types { kind name possibleTypes { name } } } }";
const MEETINGS = gql`query ($after: String, $year: Int) {
  meetings(first: 20, after: $after, fiscalYear: $year) {
    totalCount
    edges { cursor node { id title date { value } bodies { id name } } }
    pageInfo { hasNextPage endCursor }
  }
}`;
const MEETING = gql`query ($id: ID!) { meeting(id: $id) { id title date { value } } }`;
const BODIES = gql`{ bodies(first: 100) { nodes { id name } } }`;

const typePolicies = {
  Query: {
    fields: {
      meetings: relayStylePagination(["fiscalYear", "bodyId", "asOf", "knownAt"]),
      meeting: { read: (_, { args, toReference }) => toReference({ __typename: "Meeting", id: args.id }) },
    },
  },
};

const client = (headers, more = {}) => {
  const fetch = fetching(headers);
  const { possibleTypes, ...linking } = more;
  const link = new HttpLink({ uri: desk.url, fetch, ...linking });
  return Object.assign(new ApolloClient({ link, cache: new InMemoryCache({ typePolicies, possibleTypes }) }), { fetch });
};

test("a record is kept once, under its type and its id", async () => {
  const apollo = client(PUBLIC);
  const { data } = await apollo.query({ query: MEETINGS });
  const kept = apollo.cache.extract();
  for (const { node } of data.meetings.edges) assert.equal(kept[`Meeting:${node.id}`].title, node.title);
  const bodies = new Set(data.meetings.edges.flatMap(({ node }) => node.bodies.map((body) => body.id)));
  assert.equal(Object.keys(kept).filter((key) => key.startsWith("Body:")).length, bodies.size);
});

test("what came in a list is not asked for again by its id", async () => {
  const apollo = client(PUBLIC);
  const { data } = await apollo.query({ query: MEETINGS });
  const { id, title } = data.meetings.edges[3].node;
  const one = await apollo.query({ query: MEETING, variables: { id } });
  assert.deepEqual([one.data.meeting.title, apollo.fetch.sent.length], [title, 1]);
});

test("pages become one list, in their order and without repeats", async () => {
  const apollo = client(PROGRAM);
  const watched = apollo.watchQuery({ query: MEETINGS });
  let { data } = await watched.refetch();
  while (data.meetings.pageInfo.hasNextPage) {
    await watched.fetchMore({ variables: { after: data.meetings.pageInfo.endCursor } });
    ({ data } = watched.getCurrentResult());
  }
  const ids = data.meetings.edges.map(({ node }) => node.id);
  assert.equal(ids.length, data.meetings.totalCount);
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(apollo.fetch.sent.length, Math.ceil(ids.length / 20));
});

test("lists of two years are two lists", async () => {
  const apollo = client(PUBLIC);
  const [one, other] = await Promise.all(
    [2023, 2024].map((year) => apollo.query({ query: MEETINGS, variables: { year } })),
  );
  const first = (found) => found.data.meetings.edges[0].node.id;
  assert.notEqual(first(one), first(other));
  assert.equal(apollo.fetch.sent.length, 2);
});

test("a mutation's answer is seen wherever its record is shown", async () => {
  const apollo = client(OFFICE);
  const watched = apollo.watchQuery({ query: BODIES });
  const { id } = (await watched.refetch()).data.bodies.nodes[1];
  const input = { bodyId: id, name: "アポロ部会", effective: { value: "2026-11-02" }, idempotencyKey: "apollo-renames" };
  const { data } = await apollo.mutate({
    mutation: gql`mutation ($input: RenameBodyInput!) {
      renameBody(input: $input) { body { id name } userErrors { code message field } }
    }`,
    variables: { input },
  });
  assert.deepEqual(data.renameBody.userErrors, []);
  const shown = watched.getCurrentResult().data.bodies.nodes.find((body) => body.id === id);
  assert.deepEqual([shown.name, apollo.fetch.sent.length], ["アポロ部会", 2]);
});

test("a fragment on an interface is read from what is kept", async () => {
  const { __schema } = await introspected(TYPES);
  const wide = __schema.types.filter(({ possibleTypes }) => possibleTypes);
  const possibleTypes = Object.fromEntries(wide.map((t) => [t.name, t.possibleTypes.map(({ name }) => name)]));
  const apollo = client(PUBLIC, { possibleTypes });
  const { id } = (await apollo.query({ query: MEETINGS })).data.meetings.edges[0].node;
  const query = gql`query ($id: ID!) {
    node(id: $id) { id ... on Fact { provenance { document { id title } } } ... on Meeting { title } }
  }`;
  await apollo.query({ query, variables: { id } });
  const kept = await apollo.query({ query, variables: { id }, fetchPolicy: "cache-only" });
  assert.equal(kept.data.node.__typename, "Meeting");
  assert.ok(kept.data.node.provenance[0].document.title);
});

test("a question may be a link", async () => {
  const apollo = client(PUBLIC, { useGETForQueries: true });
  const { data } = await apollo.query({ query: MEETINGS, variables: { year: 2024 } });
  assert.ok(data.meetings.totalCount > 0);
  assert.equal(apollo.fetch.sent[0].method, "GET");
});

/** The code of what an asking is refused with. */
const code = async (asking) => {
  const error = await asking.then(assert.fail, (problem) => problem);
  assert.ok(CombinedGraphQLErrors.is(error), String(error));
  return error.errors[0].extensions.code;
};

test("what goes wrong is told with its code", async () => {
  const misspelt = gql`{ meetings { nodes { titel } } }`;
  assert.equal(await code(client(PUBLIC).query({ query: misspelt })), "GRAPHQL_VALIDATION_FAILED");
  const closed = gql`{ auditTrail { totalCount } }`;
  assert.equal(await code(client(PUBLIC).query({ query: closed })), "FORBIDDEN");
});

test("a token that is none is told so", async () => {
  assert.equal(await code(client(STRANGER).query({ query: BODIES })), "UNAUTHENTICATED");
});
