/** Longest silence of a registry that is no failure yet. */
export const IDLE_TIMEOUT_MS = 60_000;

/** Longest wait for the answer to an upload, which registries hash and move first. */
export const COMMIT_TIMEOUT_MS = 600_000;
