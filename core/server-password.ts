/** Name of the environment's variable for a server: `vc-ams` is FAILBACK_PASSWORD_VC_AMS. */
export function passwordVariable(server: string): string {
  return `FAILBACK_PASSWORD_${server.replace(/[^A-Za-z0-9]/g, '_').toUpperCase()}`;
}
