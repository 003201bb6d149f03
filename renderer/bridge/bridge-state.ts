/**
 * The window's connection to the main process: `lost` while that does not answer, `incompatible` when it
 * speaks another version of the contract.
 */
export type BridgeState = "connecting" | "open" | "lost" | "incompatible";
