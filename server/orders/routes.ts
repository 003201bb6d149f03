import type { App } from "#server/api/app.ts";
import type { Services } from "#server/api/services.ts";

/** What shops, sellers and the ERP call. */
export const orderRoutes = (_app: App, _services: Services): void => {};
