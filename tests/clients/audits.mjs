// Ask a server as the GraphQL over HTTP suite does: node audits.mjs URL. Prints one JSON object for each audit.
import "./localhost.mjs";
import { serverAudits } from "graphql-http";

for (const audit of serverAudits({ url: process.argv[2], fetchFn: fetch })) {
  const { status, name, reason } = await audit.fn();
  console.log(JSON.stringify({ id: audit.id, name, status, reason }));
}
