import { FailbackError } from '../../core/failback-error.ts';
import { captureServer, type SiteSections } from './capture-server.ts';
import type { Limits } from './soap-transport.ts';
import { VimSession } from './vim-session.ts';
import type { VSphereServer } from './vsphere-server.ts';

export interface SiteCaptureOptions {
  now(): Date;
  readonly signal?: AbortSignal;
  /** What is being read, for a person who waits; one short line. */
  progress?(text: string): void;
  readonly limits?: Limits;
}

/**
 * World to inventory: what the vCenters and the bare hosts of a site show now. Servers are asked at the same time. One
 * that cannot be read is told in `notCaptured`; a section that no server told stays absent.
 * @throws what the signal was aborted with
 */
export async function captureSite(
  servers: readonly VSphereServer[],
  options: SiteCaptureOptions,
): Promise<SiteSections> {
  const signal = options.signal ?? new AbortController().signal;
  signal.throwIfAborted();
  const captures = await Promise.all(servers.map((server) => captureOne(server, signal, options)));
  signal.throwIfAborted();
  const notCaptured = captures.flatMap((capture) => capture.notCaptured ?? []);
  return {
    ...section('vcenters', captures),
    ...section('hosts', captures),
    ...section('datastores', captures),
    ...section('storageClusters', captures),
    ...section('siteMachines', captures),
    ...section('unreadMachines', captures),
    ...(notCaptured.length === 0 ? {} : { notCaptured }),
  };
}

async function captureOne(
  server: VSphereServer,
  signal: AbortSignal,
  options: SiteCaptureOptions,
): Promise<SiteSections> {
  const progress = (text: string) => options.progress?.(text);
  try {
    progress(`${server.name}: signing in`);
    const session = await VimSession.open(server, signal, options.limits);
    try {
      return await captureServer(session, { now: options.now, progress });
    } finally {
      await session.close();
    }
  } catch (error) {
    if (signal.aborted || !(error instanceof FailbackError)) throw error;
    return {
      notCaptured: [
        {
          what: `the site as '${server.name}' shows it: hosts, datastores, virtual machines`,
          reason: `${error.message}\n${error.remedy}`,
        },
      ],
    };
  }
}

function section<K extends keyof SiteSections>(
  key: K,
  captures: readonly SiteSections[],
): Pick<SiteSections, K> | object {
  const told = captures.flatMap((capture) => (capture[key] === undefined ? [] : [capture[key]]));
  return told.length === 0 ? {} : { [key]: told.flat() };
}
