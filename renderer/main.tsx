// oxlint-disable-next-line import/no-unassigned-import -- has to run before zod is loaded
import "./kit/strict-csp.ts";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./App.tsx";
import { connectBridge } from "./bridge/connect.ts";
import "./styles/tokens.css";
import "./styles/base.css";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element with the id root");

createRoot(root).render(
  <StrictMode>
    <App bridge={connectBridge(window)} />
  </StrictMode>,
);
