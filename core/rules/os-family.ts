import type { Seen } from './outcome.ts';
import type { MachineInPlay } from './situation.ts';

/** Whether a machine runs Windows or Linux, which version, and who has seen it; the text alone where nobody has. */
export interface OsFamily {
  readonly family: 'windows' | 'linux';
  /** As the service or the runbook words it: `Windows Server 2019`. */
  readonly version: string | undefined;
  readonly seen: readonly Seen[];
}

/** The captured family first, the declared one else; undefined where nobody told. */
export function osFamilyOf({ machine, item }: Pick<MachineInPlay, 'machine' | 'item'>): OsFamily | undefined {
  const said = machine.os === undefined ? undefined : machine.os.value;
  if (item.seen !== undefined && item.seen.osType !== undefined) {
    const family = item.seen.osType === 'Windows' ? 'windows' : 'linux';
    const saidVersion = said === undefined ? undefined : said.version;
    return { family, version: item.seen.osName ?? saidVersion, seen: [item.seen] };
  }
  return said === undefined ? undefined : { ...said, seen: [] };
}
