import type { SessionView } from "@countersign/shared/contract/views.ts";

import type { Closable, SessionState } from "./state.ts";

/** What the screens show for a state; `undefined` to keep showing the last view until the next one is known. */
export const sessionView = (state: SessionState<Closable>): SessionView | undefined => {
  switch (state.name) {
    case "no-server":
      return { state: "no-server", ...(state.left === undefined ? {} : { server: state.left }) };
    case "signed-out": {
      const { signsInBy, people, email, problem } = state.page;
      return {
        state: "signed-out",
        server: state.client.baseUrl,
        ...(signsInBy === undefined ? {} : { signsInBy }),
        people: [...people],
        ...(email === undefined ? {} : { email }),
        ...(problem === undefined ? {} : { problem }),
      };
    }
    case "signed-in": {
      const { client, guest } = state;
      return { state: "signed-in", server: client.baseUrl, signsInBy: guest.signsInBy, person: guest.person };
    }
    case "starting":
    case "entering":
    case "opening":
    case "closed":
      return undefined;
  }
};
