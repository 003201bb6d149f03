import { Redirect, Route, Router, Switch } from "wouter";
import { useHashLocation } from "wouter/use-hash-location";

import type { OrderId } from "@countersign/shared/domain/ids.ts";
import { orderIdSchema } from "@countersign/shared/domain/ids.ts";

import type { ObservedBridge } from "./bridge/bridge-context.tsx";
import { BridgeProvider } from "./bridge/bridge-context.tsx";
import { HistoryScreen } from "./history/HistoryScreen.tsx";
import { InboxScreen } from "./inbox/InboxScreen.tsx";
import { MailPreferencesScreen } from "./mail-preferences/MailPreferencesScreen.tsx";
import { OrderScreen } from "./order/OrderScreen.tsx";
import { OutboxScreen } from "./outbox/OutboxScreen.tsx";
import { routes } from "./routes.ts";
import { SessionGate } from "./start/SessionGate.tsx";
import { BridgeBanner } from "./shell/BridgeBanner.tsx";

interface AppProps {
  readonly bridge: ObservedBridge;
}

/** The whole window. */
export const App = ({ bridge }: AppProps) => (
  <BridgeProvider bridge={bridge}>
    {/* The router takes its source of locations as a value. */}
    {/* oxlint-disable-next-line react/hooks */}
    <Router hook={useHashLocation}>
      <BridgeBanner />
      <SessionGate>
        <Screens />
      </SessionGate>
    </Router>
  </BridgeProvider>
);

const Screens = () => (
  <Switch>
    <Route path={routes.inbox} component={InboxScreen} />
    <Route path={routes.order}>{({ id }) => <OrderRoute id={id} />}</Route>
    <Route path={routes.history} component={HistoryScreen} />
    <Route path={routes.outbox} component={OutboxScreen} />
    <Route path={routes.mailPreferences} component={MailPreferencesScreen} />
    <Route>
      <Redirect to={routes.inbox} replace />
    </Route>
  </Switch>
);

/** A person may type any address; one that cannot be an order's id leads back to the inbox. */
const OrderRoute = ({ id }: { readonly id: string }) => {
  const orderId = readOrderId(id);
  return orderId === undefined ? (
    <Redirect to={routes.inbox} replace />
  ) : (
    <OrderScreen key={orderId} orderId={orderId} />
  );
};

const readOrderId = (id: string): OrderId | undefined => {
  const parsed = orderIdSchema.safeParse(id);
  return parsed.success ? parsed.data : undefined;
};
