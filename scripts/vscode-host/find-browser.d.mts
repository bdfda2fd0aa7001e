/** Path of a Chromium or Chrome on this machine, or undefined. `FAILBACK_BROWSER` wins. */
export function findBrowser(): string | undefined;
