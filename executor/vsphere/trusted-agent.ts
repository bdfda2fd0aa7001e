import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import tls, { type ConnectionOptions, type TLSSocket } from 'node:tls';
import { FailbackError } from '../../core/failback-error.ts';
import type { Trust } from './vsphere-server.ts';

/** The certificate is another one than the runbook says. Nothing was sent to whoever showed it. */
export class OtherCertificate extends Error {
  readonly seen: string;

  constructor(seen: string) {
    super('the certificate is another one than the runbook says');
    this.seen = seen;
  }
}

/**
 * Keeps the connections to one server, and makes sure that each leads to it. Only the sockets made here are checked in
 * another way than Node's own, and only where a fingerprint is pinned.
 */
export function trustedAgent(endpoint: URL, trust: Trust): HttpAgent {
  const settings = { keepAlive: true, maxSockets: 4 };
  if (endpoint.protocol === 'http:') return new HttpAgent(settings);
  if (trust.kind === 'fingerprint') return new PinnedAgent(settings, fingerprintOf(trust.sha256));
  return new HttpsAgent({ ...settings, ca: trust.kind === 'authority' ? trust.pem : systemAuthorities() });
}

/** Those that Node brings along, and those of the machine, where a company puts its own. */
function systemAuthorities(): string[] {
  // Node 20 knows its own only.
  if (tls.getCACertificates === undefined) return [...tls.rootCertificates];
  return [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
}

/** Hands a socket over only once the certificate at its other end is the one that was written down. */
class PinnedAgent extends HttpsAgent {
  readonly #pinned: string;

  constructor(settings: { keepAlive: boolean; maxSockets: number }, pinned: string) {
    // No session is resumed: each connection shows its certificate.
    super({ ...settings, maxCachedSessions: 0 });
    this.#pinned = pinned;
  }

  override createConnection(
    options: ConnectionOptions,
    callback?: (error: Error | null, socket: Duplex) => void,
  ): Duplex | null | undefined {
    // Whoever signed it does not matter here: it must be this certificate, which is more.
    const socket = tls.connect({ servername: nameFor(options), ...options, rejectUnauthorized: false });
    const failed = (error: Error) => callback?.(error, socket);
    socket.once('error', failed);
    socket.once('secureConnect', () => {
      const seen = shownBy(socket);
      if (seen !== this.#pinned) return void socket.destroy(new OtherCertificate(seen));
      socket.off('error', failed);
      callback?.(null, socket);
    });
    return undefined;
  }
}

/** The fingerprint of the certificate that an untrusted server shows, for a person to compare. Nothing is sent. */
export function fingerprintShown(endpoint: URL, signal: AbortSignal): Promise<string | undefined> {
  const host = endpoint.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = tls.connect({
      host,
      port: Number(endpoint.port || 443),
      servername: nameFor({ host }),
      rejectUnauthorized: false,
    });
    const end = (seen: string | undefined) => {
      socket.destroy();
      resolve(seen === '' ? undefined : seen);
    };
    socket.once('secureConnect', () => end(shownBy(socket)));
    socket.once('error', () => end(undefined));
    signal.addEventListener('abort', () => end(undefined), { once: true });
  });
}

function shownBy(socket: TLSSocket): string {
  return socket.getPeerCertificate().fingerprint256 ?? '';
}

/** An address is no name, and TLS carries names only. */
function nameFor({ host }: ConnectionOptions): string {
  return host === undefined || host.includes(':') || /^[\d.]+$/.test(host) ? '' : host;
}

/**
 * A fingerprint as it is compared: pairs of capitals with colons between them.
 * @throws FailbackError `vsphere-fingerprint`
 */
export function fingerprintOf(written: string): string {
  const digits = written
    .replace(/^sha-?256[:= ]?/i, '')
    .replace(/[:\s-]/g, '')
    .toUpperCase();
  if (/^[0-9A-F]{64}$/.test(digits)) return (digits.match(/../g) ?? []).join(':');
  const length = /^[0-9A-F]{40}$/.test(digits) ? ' It looks like a SHA-1 one, which is too weak to trust.' : '';
  throw new FailbackError(
    'vsphere-fingerprint',
    `'${written.slice(0, 120)}' is no SHA-256 fingerprint: that is 64 hexadecimal digits.${length}`,
    'On the vCenter, see it with:\nopenssl x509 -noout -fingerprint -sha256 -in /etc/vmware-vpx/ssl/rui.crt',
  );
}
