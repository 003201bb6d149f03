import type { Room } from "./room.ts";
import { serverRooms } from "./server-rooms.ts";

/** Rooms that may import everything (except `electron`): they are never shipped. */
export const workshops: readonly string[] = ["test", "build"];

/** Files that are never shipped, wherever they are: tests beside their source, what they share, configuration of tools. */
export const workshopFiles = /(^|\/)testing\/|\.(test|spec)\.tsx?$|\.config\.ts$/;

/** The only folder that may import `electron`. */
export const electronFolder = "main/hosts/electron";

/**
 * The single table of who may import whom. The lint rule `countersign/rooms` enforces it.
 *
 * A file belongs to the room with the longest matching folder. A room may always import itself; everything else that it
 * needs is named here: other rooms, Node's built-ins, npm packages. Everything else is refused, so that a new dependency
 * is a decision in this table and not an accident in a file.
 */
export const rooms: readonly Room[] = [
  // shared: pure code that runs on both sides. No Node, no DOM.
  { folder: "shared/domain", rooms: [], node: false, packages: ["temporal-polyfill", "zod"] },
  // The engine, by who runs it: approval on both sides; planning before it and fulfilment after it on the server.
  { folder: "shared/engine", rooms: ["shared/domain", "shared/engine/**"], node: false, packages: [] },
  { folder: "shared/engine/approval", rooms: ["shared/domain"], node: false, packages: [] },
  {
    folder: "shared/engine/planning",
    rooms: ["shared/domain", "shared/engine", "shared/engine/approval"],
    node: false,
    packages: ["temporal-polyfill"],
  },
  {
    folder: "shared/engine/fulfilment",
    rooms: ["shared/domain", "shared/engine", "shared/engine/approval", "shared/engine/planning"],
    node: false,
    packages: ["temporal-polyfill"],
  },
  { folder: "shared/commands", rooms: ["shared/domain", "shared/engine/approval"], node: false, packages: ["zod"] },
  {
    folder: "shared/contract",
    rooms: ["shared/domain", "shared/commands", "shared/engine/**"],
    node: false,
    packages: ["zod"],
  },
  {
    folder: "shared/words",
    rooms: ["shared/domain", "shared/contract", "shared/engine/**"],
    node: false,
    packages: [],
  },

  // main: the store imports no other room, sync and views import the store, the program its parts, a host the program.
  {
    folder: "main",
    rooms: [
      "shared/domain",
      "shared/commands",
      "shared/contract",
      "main/session",
      "main/store",
      "main/sync",
      "main/views",
    ],
    node: true,
    packages: ["rxdb", "rxjs", "uuid", "zod"],
  },
  // Who uses the application. Of a workspace it knows only how to close it.
  {
    folder: "main/session",
    rooms: ["shared/domain", "shared/contract", "main/sync"],
    node: false,
    packages: ["rxjs"],
  },
  {
    folder: "main/store",
    rooms: ["shared/domain", "shared/contract", "shared/engine/approval"],
    node: true,
    packages: ["rxdb", "rxjs", "zod"],
  },
  {
    folder: "main/sync",
    rooms: ["shared/domain", "shared/commands", "shared/contract", "main/store"],
    node: false,
    packages: ["eventsource-parser", "rxdb", "rxjs", "zod"],
  },
  {
    folder: "main/views",
    rooms: ["shared/domain", "shared/commands", "shared/contract", "shared/engine/approval", "main/store"],
    node: false,
    packages: ["rxdb", "rxjs"],
  },
  { folder: "main/hosts", rooms: ["shared/domain", "shared/contract", "main"], node: true, packages: [] },
  { folder: "main/hosts/browser", rooms: ["main", "main/hosts"], node: true, packages: ["ws"] },
  {
    folder: "main/hosts/electron",
    rooms: ["shared/contract", "main", "main/hosts"],
    node: true,
    packages: ["electron", "zod"],
  },
  // The preload runs in a sandbox without Node.
  {
    folder: "main/hosts/electron/preload.ts",
    rooms: ["main/hosts/electron"],
    node: false,
    packages: ["electron"],
  },

  // renderer: its own files put the screens together. A screen imports the kit, the bridge and the shell, never another screen.
  {
    folder: "renderer",
    rooms: ["shared/domain", "renderer/**"],
    node: false,
    packages: ["react", "react-dom", "wouter"],
  },
  {
    folder: "renderer/bridge",
    rooms: ["shared/domain", "shared/contract"],
    node: false,
    packages: ["react", "zustand"],
  },
  { folder: "renderer/list", rooms: ["shared/domain", "shared/contract"], node: false, packages: ["react", "zustand"] },
  {
    folder: "renderer/decisions",
    rooms: ["shared/domain", "shared/contract", "renderer/bridge", "renderer/kit", "renderer/list"],
    node: false,
    packages: ["react", "zustand"],
  },
  {
    folder: "renderer/kit",
    rooms: ["shared/domain", "shared/contract", "shared/words"],
    node: false,
    packages: ["@tanstack/react-virtual", "lucide-react", "react", "react-aria-components"],
  },
  {
    folder: "renderer/*",
    rooms: [
      "shared/domain",
      "shared/commands",
      "shared/contract",
      "shared/engine/approval",
      "shared/words",
      "renderer",
      "renderer/bridge",
      "renderer/decisions",
      "renderer/kit",
      "renderer/list",
      "renderer/shell",
    ],
    node: false,
    packages: ["lucide-react", "react", "react-aria-components", "wouter", "zustand"],
  },

  // server: the backend. It shares the pure code with the client and nothing else.
  ...serverRooms,
];
