import { FailbackError } from '../../core/failback-error.ts';
import { Cut, WrongStatus } from './soap-transport.ts';
import { fingerprintShown, OtherCertificate } from './trusted-agent.ts';
import { VimFault } from './vim-fault.ts';
import { at, textOf } from './vim-value.ts';
import type { VSphereServer } from './vsphere-server.ts';
import { XmlError } from './xml-reader.ts';

/**
 * A failure as a person should hear of it. An abort and what is told already stay as they are; a bug stays a bug.
 */
export async function explained(
  error: unknown,
  server: VSphereServer,
  endpoint: URL,
  signal: AbortSignal,
): Promise<unknown> {
  if (signal.aborted) return signal.reason;
  if (!(error instanceof Error) || error instanceof FailbackError) return error;
  const who = `'${server.name}' (${endpoint.host})`;
  if (error instanceof VimFault) return ofFault(error, server, who);
  if (error instanceof OtherCertificate) return ofOtherCertificate(error, who);
  if (error instanceof Cut || error instanceof WrongStatus || error instanceof XmlError) return ofAnswer(error, who);
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (isAboutCertificate(code))
    return ofUntrusted(
      error,
      code,
      who,
      await fingerprintShown(endpoint, AbortSignal.any([signal, AbortSignal.timeout(10_000)])),
    );
  if (isAboutNetwork(error, code)) return ofNetwork(error, code, server, who);
  return error;
}

function ofFault(error: VimFault, { account }: VSphereServer, who: string): FailbackError {
  const cause = { cause: error };
  switch (error.fault) {
    case 'InvalidLogin':
      return new FailbackError(
        'vsphere-wrong-password',
        `${who} does not take the account '${account}' with this password.`,
        'Check the account and its password; after several tries vCenter locks an account for some minutes. An account of the single sign-on domain is written with it: name@vsphere.local.',
        cause,
      );
    case 'NoPermission': {
      const privilege = textOf(at(error.detail, 'privilegeId'));
      return new FailbackError(
        'vsphere-no-permission',
        `The account '${account}' may not read this on ${who}${privilege === undefined ? '' : `: it lacks the privilege ${privilege}`}.`,
        'Give the account the role Read-only on the vCenter itself, propagated to its children. What it needs beyond that is in docs/vsphere.md.',
        cause,
      );
    }
    case 'NotAuthenticated':
      return new FailbackError(
        'vsphere-signed-out',
        `${who} ended the session of '${account}' twice while it was read.`,
        'See in the vSphere client, Administration or Monitor, Sessions, who ends it, then capture again.',
        cause,
      );
    default:
      return new FailbackError(
        'vsphere-fault',
        `${who} refuses to be read: ${error.fault}${error.message === '' ? '' : ` (${error.message.trim()})`}.`,
        'Look the fault up in the log of the vCenter (vpxd.log), mend it and capture again.',
        cause,
      );
  }
}

function ofOtherCertificate(error: OtherCertificate, who: string): FailbackError {
  return new FailbackError(
    'vsphere-other-certificate',
    `${who} shows another certificate than the runbook says. Either it was renewed, or somebody else answers in its place. Nothing was sent to it.`,
    `Ask the owner of the vCenter whether this is the fingerprint now. If it is, write it:\n${fingerprintLine(error.seen)}`,
    { cause: error },
  );
}

function ofUntrusted(error: Error, code: string, who: string, seen: string | undefined): FailbackError {
  const why =
    code === 'ERR_TLS_CERT_ALTNAME_INVALID'
      ? 'is made out to another name than the address that was asked'
      : code === 'CERT_HAS_EXPIRED'
        ? 'has expired'
        : 'is signed by nobody whom this machine trusts';
  const pin =
    seen === undefined
      ? ''
      : ` Or compare this fingerprint with the owner of the vCenter and, once it is the same, write it:\n${fingerprintLine(seen)}`;
  return new FailbackError(
    'vsphere-certificate',
    `The certificate of ${who} ${why} (${code}), so nobody knows who would get the password. It was not sent.`,
    `Give the certificate of the authority that signed it, as \`authority: "FILE.pem"\`; vCenter offers it at https://ADDRESS/certs/download.zip.${pin}`,
    { cause: error },
  );
}

function fingerprintLine(fingerprint: string): string {
  return `fingerprint: "${fingerprint}"`;
}

function ofAnswer(error: Cut | WrongStatus | XmlError, who: string): FailbackError {
  const cause = { cause: error };
  if (error instanceof Cut && error.why !== 'too-long')
    return new FailbackError(
      'vsphere-unreachable',
      `${who} does not answer: ${error.message}.`,
      'See whether the vCenter is up and not overloaded, then capture again.',
      cause,
    );
  if (
    error instanceof WrongStatus &&
    (error.status === 503 || error.status === 502 || error.status === 504 || error.status === 429)
  )
    return new FailbackError(
      'vsphere-busy',
      `${who} is up but its service is not: ${error.message}, several times.`,
      'A vCenter takes some minutes to start. Capture again when the vSphere client shows the inventory.',
      cause,
    );
  return new FailbackError(
    'vsphere-not-a-vcenter',
    `${who} does not answer as a vCenter or an ESXi host does: ${error.message}.`,
    'Check the address: it is that of the vCenter itself, not of a portal or a proxy in front of it.',
    cause,
  );
}

function ofNetwork(error: Error, code: string, { name }: VSphereServer, who: string): FailbackError {
  const why =
    code === 'ENOTFOUND' || code === 'EAI_AGAIN'
      ? 'its name is not known here'
      : code === 'ECONNREFUSED'
        ? 'nothing listens there'
        : error.message;
  return new FailbackError(
    'vsphere-unreachable',
    `${who} cannot be reached: ${why}.`,
    `Check the address of '${name}', the VPN, and that port 443 of the vCenter is open from this machine.`,
    { cause: error },
  );
}

function isAboutCertificate(code: string): boolean {
  return /^(ERR_TLS_CERT|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH|INVALID_PURPOSE)/.test(
    code,
  );
}

function isAboutNetwork(error: Error, code: string): boolean {
  return /^(E|HPE_|Z_)[A-Z0-9_]+$/.test(code) || 'syscall' in error;
}
