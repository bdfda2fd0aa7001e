import type { Source } from './source.ts';
import { type Judging, type Version, versionsOf } from './versions-of.ts';

/** A runbook in both states; in one of them where it is new or gone. */
export interface VersionPair {
  readonly name: string;
  readonly before: Version | undefined;
  readonly after: Version | undefined;
}

/** The runbooks of two states, each with what became of it. */
export async function pairsBetween(before: Source, after: Source, judging: Judging): Promise<readonly VersionPair[]> {
  try {
    const old = await versionsOf(before, judging);
    return pairVersions(old, await versionsOf(after, judging, new Set(old.map(({ path }) => path))));
  } finally {
    before.end?.();
    after.end?.();
  }
}

/** Two single files belong together whatever they are called; of many, those of one name, wherever they lie. */
export function pairVersions(before: readonly Version[], after: readonly Version[]): readonly VersionPair[] {
  const left = [...before];
  const take = (fits: (version: Version) => boolean): Version | undefined => {
    const at = left.findIndex(fits);
    return at === -1 ? undefined : left.splice(at, 1)[0];
  };
  const alone = before.length === 1 && after.length === 1;
  // The same file first, so that of two runbooks of one name each finds its own.
  const partners = new Map(after.map((version) => [version, take(({ path }) => alone || path === version.path)]));
  const pairs = after.map((version) => ({
    name: version.name,
    before: partners.get(version) ?? take(({ name }) => name === version.name),
    after: version,
  }));
  return [...pairs, ...left.map((version) => ({ name: version.name, before: version, after: undefined }))];
}
