import type { CapturedVCenter } from '../../inventory/inventory.ts';
import { days } from '../../quantity.ts';
import type { KnownFact, Runbook } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import { knownFact, momentsOf } from '../decisions.ts';
import { eachVCenter } from '../judge.ts';
import { broken, declared, holds, type Outcome, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import type { VCenterInPlay } from '../site-in-play.ts';
import { guestPrivileges, isNeededOn, isReadOnly, neededPrivileges } from '../vsphere-privileges.ts';
import { counted } from '../words.ts';

interface Params {
  readonly vcenter: string;
  /** Who signed in for the capture, whose privileges were read. */
  readonly account: string | undefined;
  readonly missing: readonly string[];
}

export const vcenterPrivilegesMissing = defineRule<Params>({
  code: 'FB131',
  title: 'vCenter account lacks privileges',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'each of them is used on the way home; the first one missing fails its step.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: days(7),
  source: {
    ...articles.prepareOnPremises,
    says: 'lists the privileges on the datacenter, propagated to its children, that failover and failback need',
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand:
    'In the vSphere client, open the vCenter, Permissions, and compare the role of the account with the list of this rule.',
  mend: 'Add the privileges to the role of the account, on the datacenter, propagated to its children. Or say what you know: `known { privileges: complete }`',
  details: `\`failback capture\` reads the privileges of the account that it signs in with, and the inventory names it. What counts are those of the account that was given to the replication appliance (modernized) or to the configuration server (classic): write that one as \`account:\` of the vCenter.\n\n| privilege | id |\n| --- | --- |\n${[...neededPrivileges].map(([id, name]) => `| ${name}${isNeededOn('classic', id) ? '' : ' (modernized only)'} | \`${id}\` |`).join('\n')}\n\nWhere a script runs inside a machine at home (\`run … { in: … }\` after its failover), the account that failback signs in with needs these too:\n\n| privilege | id |\n| --- | --- |\n${[...guestPrivileges].map(([id, name]) => `| ${name} | \`${id}\` |`).join('\n')}`,
  message: ({ vcenter, account, missing }) =>
    missing.every((privilege) => guestPrivileges.has(privilege))
      ? `${account === undefined ? 'The account that failback signs in with' : `'${account}'`} lacks ${counted(missing.length, 'privilege')} on '${vcenter}': ${missing.join(', ')}. Scripts of the runbook that are to run inside machines at home are not started.`
      : account === undefined
        ? `The account that Site Recovery uses on '${vcenter}' lacks ${counted(missing.length, 'privilege')}: ${missing.join(', ')}. The first step that needs one of them fails.`
        : `'${account}' lacks ${counted(missing.length, 'privilege')} on '${vcenter}': ${missing.join(', ')}. Where that is the account of Site Recovery, the first step that needs one of them fails.`,
  remedy: ({ missing }) =>
    `Add to the role of the account, on the datacenter, propagated to its children:\n${missing.map((id) => `${neededPrivileges.get(id) ?? guestPrivileges.get(id)} (${id})`).join('\n')}`,
  reads: [],
  check: (context) => {
    const { runbook } = context;
    const needed = [
      ...[...neededPrivileges.keys()].filter((privilege) => isNeededOn(runbook.architecture.value, privilege)),
      ...(runsInGuestsAtHome(runbook) ? guestPrivileges.keys() : []),
    ];
    return eachVCenter<Params>({ fact: 'privileges of the account', declared: asSaid }, (captured, { name }) =>
      judged(captured, name, needed),
    )(context);
  },
});

function judged(captured: CapturedVCenter, vcenter: string, needed: readonly string[]): Outcome<Params> | undefined {
  const { privileges, account } = captured;
  if (privileges === undefined)
    return unknown(`the capture did not tell the privileges of the account on '${vcenter}'`);
  // A read-only account is told once, by FB130.
  if (isReadOnly(privileges)) return undefined;
  const granted = new Set(privileges);
  const missing = needed.filter((privilege) => !granted.has(privilege));
  return missing.length > 0 ? broken({ vcenter, account, missing }, [captured]) : holds(captured);
}

/** Anything but `complete` is FB130's to tell. */
function asSaid({ declared: said }: VCenterInPlay): Outcome<Params> | undefined {
  return said !== undefined && saysComplete(knownFact(said.known, 'privileges')) ? declared() : undefined;
}

function saysComplete(fact: KnownFact | undefined): boolean {
  return fact !== undefined && /^complete$/i.test(String(fact.value));
}

/** Until its failover a machine runs in Azure, where nobody asks a vCenter. */
function runsInGuestsAtHome(runbook: Runbook): boolean {
  return momentsOf(runbook).some(
    ({ moment: { when, stage, items } }) =>
      stage !== 'reprotect' &&
      !(stage === 'failover' && when === 'before') &&
      items.some((item) => item.kind === 'run' && item.on === 'guest'),
  );
}
