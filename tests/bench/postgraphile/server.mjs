// PostGraphile 5 on the views of views.sql: one process, pooled connections, its own prepared statements.
import { createServer } from "node:http";
import { grafserv } from "postgraphile/grafserv/node";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";

const { BENCH_SOCKET, BENCH_DATABASE, BENCH_ROLE, BENCH_TENANT, BENCH_DAY, BENCH_PORT } = process.env;

const preset = {
  extends: [PostGraphileAmberPreset],
  pgServices: [
    makePgService({
      // Connections stay, as the other servers' do.
      poolConfig: { host: BENCH_SOCKET, database: BENCH_DATABASE, user: BENCH_ROLE, max: 8, idleTimeoutMillis: 0 },
      schemas: ["bench_postgraphile"],
    }),
  ],
  grafast: {
    context: () => ({ pgSettings: { "app.tenant_id": BENCH_TENANT, "app.day": BENCH_DAY } }),
    explain: false,
  },
  grafserv: { graphqlPath: "/graphql", graphiql: false, watch: false, websockets: false },
};

const server = createServer({ keepAliveTimeout: 120_000 });
const instance = postgraphile(preset).createServ(grafserv);
await instance.addTo(server);
server.listen(Number(BENCH_PORT), "127.0.0.1", () => console.log("ready"));
