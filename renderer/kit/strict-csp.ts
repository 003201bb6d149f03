/**
 * Imported before anything that loads zod: its compiled parsers need `new Function`, and even the probe for it is
 * reported as a violation of the window's CSP.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
