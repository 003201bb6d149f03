// oxlint-disable-next-line import/no-unassigned-import -- has to run before zod is loaded
import "../kit/strict-csp.ts";
import { createRoot } from "react-dom/client";
import { createStore } from "zustand/vanilla";

import { connectionStateSchema } from "@countersign/shared/contract/views.ts";
import type { BridgeState } from "#renderer/bridge/bridge-state.ts";

import { App } from "../App.tsx";
import "../styles/tokens.css";
import "../styles/base.css";
import { previewOffice } from "./preview-office.ts";

/** The screens over an office in memory: `preview.html?orders=100000&connection=offline&signed-out`. */
const options = new URLSearchParams(window.location.search);
const office = previewOffice({
  orders: Number(options.get("orders") ?? 42),
  connection: connectionStateSchema.catch("online").parse(options.get("connection")),
  isSignedIn: !options.has("signed-out"),
  isLoading: options.has("loading"),
});
const bridge = Object.assign(office, {
  state: createStore<BridgeState>(() => (options.has("lost") ? "lost" : "open")),
});

const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<App bridge={bridge} />);
