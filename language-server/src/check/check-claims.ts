import { fold } from '../../../core/inventory/world.ts';
import type { Machine, Runbook } from '../../../core/runbook/runbook.ts';
import type { Located } from '../../../core/runbook/source.ts';
import { ProblemList } from '../lower/problem-list.ts';
import type { TextProblem } from '../lower/text-problem.ts';
import { spokenList } from '../vocabulary/spoken-list.ts';

/** More machines than these are counted and not named. */
const NAMED = 3;

/**
 * Machines that two runbooks of a workspace move: whichever runs second would find them in a state that it does not
 * expect. A runbook claims what its waves name; a machine that no wave moves is claimed by nobody. It is told in both
 * files, once for each other runbook, at the first place where a wave names such a machine.
 */
export function checkClaims(runbooks: readonly Runbook[]): readonly TextProblem[] {
  return runbooks.flatMap((runbook, index) =>
    runbooks.slice(index + 1).flatMap((other) => (runbook.at.uri === other.at.uri ? [] : claimedTwice(runbook, other))),
  );
}

/** What two runbooks both move, told in both. */
export function claimedTwice(runbook: Runbook, other: Runbook): readonly TextProblem[] {
  const problems = new ProblemList();
  tellShared(runbook, other, problems);
  return problems.found;
}

/** The protected item that a machine of a wave is, whichever runbook names it; without case, as Azure compares names. */
export function claimKey({ item, name }: Machine): string {
  return fold(item?.value ?? name);
}

interface Shared {
  readonly name: string;
  readonly mine: Located<Machine>;
  readonly theirs: Located<Machine>;
}

function tellShared(runbook: Runbook, other: Runbook, problems: ProblemList): void {
  if (!mayBeOneMachine(runbook, other)) return;
  const claimed = claimsOf(other);
  const shared = [...claimsOf(runbook)].flatMap(([key, mine]): readonly Shared[] => {
    const theirs = claimed.get(key);
    return theirs === undefined ? [] : [{ name: mine.value.name, mine, theirs }];
  });
  const [first] = shared;
  if (first === undefined) return;
  tell(first.mine, other, first.theirs, shared, problems);
  tell(first.theirs, runbook, first.mine, shared, problems);
}

function tell(
  here: Located<Machine>,
  other: Runbook,
  there: Located<Machine>,
  shared: readonly Shared[],
  problems: ProblemList,
): void {
  const names = shared.slice(0, NAMED).map(({ name }) => `'${name}'`);
  const more = shared.length - names.length;
  const who = spokenList(more > 0 ? [...names, `${more} more`] : names, 'and');
  const verb = shared.length === 1 ? 'is' : 'are';
  problems.error(
    'claimed-twice',
    here.at,
    `${who} ${verb} moved by the runbook '${other.name}' too, and a machine comes home once. Take ${shared.length === 1 ? 'it' : 'them'} out of one of the two.`,
    { related: [{ at: there.at, message: `The runbook '${other.name}' moves '${there.value.name}' here.` }] },
  );
}

const claims = new WeakMap<readonly unknown[], ReadonlyMap<string, Located<Machine>>>();

/** What a runbook's waves move, by the name of the protected item; found once for each state of its waves. */
function claimsOf({ waves }: Runbook): ReadonlyMap<string, Located<Machine>> {
  const known = claims.get(waves);
  if (known !== undefined) return known;
  const found = new Map<string, Located<Machine>>();
  for (const wave of waves)
    for (const machine of wave.machines) {
      const key = claimKey(machine.value);
      if (!found.has(key)) found.set(key, machine);
    }
  claims.set(waves, found);
  return found;
}

/** Items of two vaults are two machines whatever they are called; where a vault is not named, nobody knows. */
function mayBeOneMachine({ vault: one }: Runbook, { vault: other }: Runbook): boolean {
  return (
    one === undefined ||
    other === undefined ||
    one.value.vaultName.toLowerCase() === other.value.vaultName.toLowerCase()
  );
}
