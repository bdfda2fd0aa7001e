import type { AstNode } from 'langium';
import type {
  Acceptance,
  Architecture,
  Machine,
  Person,
  ReviewDemand,
  Runbook,
  Vault,
} from '../../../core/runbook/runbook.ts';
import type { Located } from '../../../core/runbook/source.ts';
import * as ast from '../generated/ast.ts';
import { lowerMoments } from './lower-moments.ts';
import { machinesOf } from './lower-waves.ts';
import type { Lowering } from './lowering.ts';
import { located, placeOf, placeOfName, placeOfProperty, placeOfValue } from './places.ts';
import { targetOf, targetOfSetting, targetsOf } from './references.ts';
import { settingOf, settingsOf } from './settings.ts';

/** What the `runbook` block itself says. */
export type RunbookHead = Pick<
  Runbook,
  | 'name'
  | 'at'
  | 'documentation'
  | 'vault'
  | 'inventory'
  | 'change'
  | 'freeze'
  | 'objective'
  | 'batches'
  | 'review'
  | 'accepted'
  | 'attested'
  | 'moments'
>;

/** The architecture decides defaults elsewhere, so it is read first. Without one the newer is assumed, with an error. */
export function lowerArchitecture(
  lowering: Lowering,
  node: ast.Runbook | undefined,
): Located<Architecture> | undefined {
  if (node === undefined) return undefined;
  const setting = settingOf(node.settings, ast.isArchitectureSetting);
  if (setting === undefined) {
    lowering.missing(
      node,
      'architecture',
      'Write `architecture: modernized` for the replication appliance, or `architecture: classic`.',
    );
  }
  return lowering.choice(setting, ['modernized', 'classic']) ?? located('modernized', placeOfName(node));
}

export function lowerRunbookHead(lowering: Lowering, node: ast.Runbook): RunbookHead {
  const { settings } = node;
  const freeze = settingOf(settings, ast.isFreezeSetting);
  return {
    ...lowering.declared(node),
    // A half-typed head is told by the parser; the rest of the runbook lives on without it.
    name: node.name ?? 'runbook',
    vault: targetOfSetting<Vault>(lowering, settingOf(settings, ast.isVaultSetting)),
    inventory: lowering.text(settingOf(settings, ast.isInventorySetting)),
    change: lowering.text(settingOf(settings, ast.isChangeSetting)),
    freeze: freeze && lowering.instant(freeze.value, placeOfValue(freeze)),
    objective: lowering.quantity(settingOf(settings, ast.isObjectiveSetting), 'time'),
    batches: lowerBatches(lowering, settingOf(settings, ast.isBatchesSetting)),
    review: lowerReviewDemand(lowering, settingOf(settings, ast.isReviewDemand)),
    accepted: settingsOf(settings, ast.isAccept).flatMap((accept) => lowerStatement(lowering, accept) ?? []),
    attested: settingsOf(settings, ast.isAttest).flatMap((attest) => lowerStatement(lowering, attest) ?? []),
    moments: lowerMoments(lowering, settings),
  };
}

function lowerBatches(lowering: Lowering, setting: ast.BatchesSetting | undefined): Located<number | 'rest'>[] {
  return (setting?.values ?? []).flatMap((size, index): Located<number | 'rest'>[] => {
    const at = (setting && placeOfProperty(setting, 'values', index)) ?? placeOf(setting as AstNode);
    if (size === 'rest') return [located('rest', at)];
    const count = lowering.countAt(size, at);
    return count === undefined ? [] : [count];
  });
}

function lowerReviewDemand(lowering: Lowering, node: ast.ReviewDemand | undefined): ReviewDemand | undefined {
  if (node === undefined) return undefined;
  const by = settingOf(node.settings, ast.isApproversSetting);
  if (by === undefined)
    lowering.missing(node, 'by', 'A review needs the people whose word counts, for example `by: dr-lead`.');
  const people = targetsOf<Person>(lowering, by?.values);
  if (by === undefined || people.length === 0) return undefined;
  return {
    at: placeOf(node),
    by: { mode: by.mode === 'all:' ? 'all' : 'any', people },
    signers: lowering.text(settingOf(node.settings, ast.isSignersSetting)),
  };
}

function lowerStatement(lowering: Lowering, node: ast.Accept | ast.Attest): Acceptance | undefined {
  const rule = lowering.text(settingOf(node.settings, ast.isRuleSetting));
  const becauseSetting = settingOf(node.settings, ast.isBecauseSetting);
  const because = lowering.text(becauseSetting);
  const until = settingOf(node.settings, ast.isUntilSetting);
  if (rule === undefined) lowering.missing(node, 'rule', 'It names the rule this is about, for example `rule: FB140`.');
  if (becauseSetting === undefined) lowering.missing(node, 'because', 'Whoever reviews this must read the reason.');
  if (rule === undefined || because === undefined) return undefined;
  return {
    at: placeOf(node),
    rule,
    because: because.value,
    by: targetOf<Person>(lowering, settingOf(node.settings, ast.isByPersonSetting)?.value),
    until: until && lowering.instant(until.value, placeOfValue(until)),
    machines: machinesOf(
      lowering,
      settingOf(node.settings, ast.isMachinesSetting),
    ) satisfies readonly Located<Machine>[],
  };
}
