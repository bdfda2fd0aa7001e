import type { CapturedConfigurationServer, CapturedProcessServer } from '../../inventory/inventory.ts';
import { minutes } from '../../quantity.ts';
import { durationText } from '../duration-text.ts';

/** Both kinds report every few minutes; the articles call one critical that is silent for longer than this. */
const SILENCE = minutes(15);

export interface Trouble {
  readonly grave: boolean;
  /** A clause: `its service is 'Stopped'`. */
  readonly says: string;
}

type Server = Pick<
  CapturedConfigurationServer | CapturedProcessServer,
  'serviceStatus' | 'lastHeartbeat' | 'certificateDaysLeft' | 'healthErrors' | 'seenAt'
>;

/** What is wrong with a configuration or process server, as the vault shows it. */
export function serverTroubles(server: Server): readonly Trouble[] {
  const { serviceStatus, lastHeartbeat, certificateDaysLeft, healthErrors, seenAt } = server;
  const troubles: Trouble[] = [];
  // `Running` is what recordings show; `Started` is how Windows speaks of a service.
  if (serviceStatus !== undefined && !/^(?:running|started)$/i.test(serviceStatus))
    troubles.push({ grave: true, says: `its service is '${serviceStatus}'` });
  const silent = lastHeartbeat === undefined ? 0 : (Date.parse(seenAt) - Date.parse(lastHeartbeat)) / 1000;
  if (silent > SILENCE)
    troubles.push({ grave: true, says: `it was silent for ${durationText(silent)} when it was captured` });
  if (certificateDaysLeft !== undefined && certificateDaysLeft <= 0)
    troubles.push({ grave: true, says: 'its certificate has run out' });
  for (const { code, level, message } of healthErrors)
    troubles.push({
      grave: !/^(?:warning|information)/i.test(level ?? ''),
      says: `${code} ${message.replace(/\.$/, '')}`,
    });
  return troubles;
}
