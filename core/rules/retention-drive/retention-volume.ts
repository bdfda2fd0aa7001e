import type { CapturedMasterTarget } from '../../inventory/inventory.ts';
import type { SourceRange } from '../../runbook/source.ts';
import type { MasterTargetInPlay } from '../classic-in-play.ts';
import { eachMasterTarget } from '../judge.ts';
import { holds, type Outcome, unknown } from '../outcome.ts';
import type { RuleContext, Verdict } from '../verdict.ts';

/** @source vmware-azure-prepare-failback: "the default retention volume for Windows is the R volume", and for Linux */
export const USUAL_VOLUME = { windows: 'R', linux: '/mnt/retention' } as const;

/** The volume of a master target that reprotect will name. */
export interface RetentionVolume {
  readonly name: string;
  /** Where it is written; undefined: nobody wrote one, and the usual one of the system is taken. */
  readonly at: SourceRange | undefined;
}

/** The volume as written, else the usual one of the target's system; undefined where nobody tells the system either. */
export function retentionVolumeOf({ target, captured, machines }: MasterTargetInPlay): RetentionVolume | undefined {
  if (target.retentionDrive !== undefined) return { name: target.retentionDrive.value, at: target.retentionDrive.at };
  const shown = captured.seen?.osType?.toLowerCase() as keyof typeof USUAL_VOLUME | undefined;
  const family = shown ?? target.os?.value ?? machines.find(({ os }) => os !== undefined)?.os?.value.family;
  return family === undefined ? undefined : { name: USUAL_VOLUME[family], at: undefined };
}

/** The volume as the vault lists it; undefined where it does not. */
export function listedVolume({ retentionVolumes }: CapturedMasterTarget, { name }: RetentionVolume) {
  return retentionVolumes.find((each) => isSameVolume(each.name, name));
}

/** `R`, `r:` and `R:\` are one drive; a path of Linux is compared as it is written. */
function isSameVolume(one: string, other: string): boolean {
  return normalized(one) === normalized(other);
}

function normalized(volume: string): string {
  return volume.startsWith('/') ? volume.replace(/(?<=.)\/$/, '') : volume.replace(/:?\\?$/, '').toUpperCase();
}

/**
 * Judges what only the inside of a master target tells of its retention volume. The service lists no volume that falls
 * short ("if they aren't met, the drive isn't listed"), so a volume that it lists is in order, unless somebody knows better.
 */
export function eachRetentionVolume<P>(
  fact: string,
  said: (subject: MasterTargetInPlay) => Outcome<P> | undefined,
): (context: RuleContext) => Iterable<Verdict<P>> {
  return eachMasterTarget<P>({ fact, declared: said }, (captured, subject) => {
    const known = said(subject);
    if (known?.kind === 'broken') return known;
    const volume = retentionVolumeOf(subject);
    if (volume === undefined) return unknown(`nobody says which volume of '${subject.name}' is the retention volume`);
    if (listedVolume(captured, volume) !== undefined) return holds(captured);
    return unknown(`the vault does not list '${volume.name}' among the retention volumes of '${subject.name}'`);
  });
}
