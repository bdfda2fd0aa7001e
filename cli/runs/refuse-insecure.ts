import { FailbackError } from '../../core/failback-error.ts';

/**
 * Who listens in on an unverified connection gets a token for the vault, or answers in its name. So nothing real is done
 * where Node was told to believe every certificate.
 * @throws FailbackError `tls-not-verified`
 */
export function refuseInsecure(env: NodeJS.ProcessEnv): void {
  if (env.NODE_TLS_REJECT_UNAUTHORIZED !== '0') return;
  throw new FailbackError(
    'tls-not-verified',
    `NODE_TLS_REJECT_UNAUTHORIZED=0 lets anybody pass for Azure or for the vCenter, who could then read the token or say that a job is done.`,
    'Take it out of the environment. For a proxy with a certificate of its own, name that certificate:\n  export NODE_EXTRA_CA_CERTS=/path/to/proxy.pem\nFor a vCenter, write `fingerprint:` or `authority:` into its block.',
  );
}
