import { X509Certificate } from 'node:crypto';
import { FailbackError } from '../../core/failback-error.ts';
import type { Runbook, SignIn } from '../../core/runbook/runbook.ts';
import type { Located, SourceRange } from '../../core/runbook/source.ts';
import { endpointOf } from './server-address.ts';
import { fingerprintOf } from './trusted-agent.ts';
import type { Trust, VSphereServer } from './vsphere-server.ts';

/** A server that a capture of a runbook must ask; who brings the password makes a `VSphereServer` of it. */
export interface ServerToAsk extends Omit<VSphereServer, 'account' | 'password'> {
  /** Undefined: the runbook does not say who signs in. */
  readonly account: string | undefined;
  /** Where the runbook names it. */
  readonly at: SourceRange;
}

/**
 * The vCenters with an address, and the hosts with an address that belong to no vCenter.
 * @param readFile reads the file of an authority, at a URL beside the file that names it
 * @throws FailbackError when an address, a fingerprint or an authority is not what it should be
 */
export function serversOf(runbook: Runbook, readFile: (file: URL) => string): readonly ServerToAsk[] {
  const bareHosts = runbook.hosts.filter(({ vcenter }) => vcenter === undefined);
  return [...runbook.vcenters, ...bareHosts].flatMap(({ name, at, address, ...signIn }) => {
    if (address === undefined) return [];
    endpointOf(address.value);
    return [{ name, at, address: address.value, account: signIn.account?.value, trust: trustOf(signIn, readFile) }];
  });
}

/** A fingerprint is the narrower of the two, so it wins where both are written. */
function trustOf({ fingerprint, authority }: SignIn, readFile: (file: URL) => string): Trust {
  if (fingerprint !== undefined) return { kind: 'fingerprint', sha256: fingerprintOf(fingerprint.value) };
  return authority === undefined ? { kind: 'system' } : { kind: 'authority', pem: authorityAt(authority, readFile) };
}

function authorityAt({ value, at }: Located<string>, readFile: (file: URL) => string): string {
  const file = new URL(value.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/'), at.uri);
  let pem: string;
  try {
    pem = readFile(file);
  } catch (error) {
    throw new FailbackError(
      'vsphere-authority',
      `The authority's file '${value}' cannot be read, so nobody knows whom to trust: ${(error as Error).message}`,
      `The path is relative to the file that names it. vCenter offers its authority at https://ADDRESS/certs/download.zip.`,
      { cause: error },
    );
  }
  if (!isCertificate(pem))
    throw new FailbackError(
      'vsphere-authority',
      `The authority's file '${value}' holds no certificate in PEM.`,
      `Convert it:\nopenssl x509 -inform der -in '${value}' -out authority.pem`,
    );
  return pem;
}

function isCertificate(pem: string): boolean {
  try {
    return pem.includes('-----BEGIN CERTIFICATE-----') && new X509Certificate(pem) !== undefined;
  } catch {
    return false;
  }
}
