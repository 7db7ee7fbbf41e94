// Every name under .localhost is this machine (RFC 6761), also where the system's resolver does not know it.
import dns from "node:dns";

const system = dns.lookup;

dns.lookup = (name, options, callback) => {
  const [given, done] = typeof options === "function" ? [{}, options] : [options, callback];
  if (!name.endsWith(".localhost")) return system(name, given, done);
  const found = { address: "127.0.0.1", family: 4 };
  return given.all ? done(null, [found]) : done(null, found.address, found.family);
};
