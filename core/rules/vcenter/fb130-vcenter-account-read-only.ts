import { days } from '../../quantity.ts';
import type { KnownFact } from '../../runbook/runbook.ts';
import { articles } from '../articles.ts';
import { knownFact } from '../decisions.ts';
import { eachVCenter } from '../judge.ts';
import { broken, declared, holds, type Outcome, unknown } from '../outcome.ts';
import { defineRule } from '../rule.ts';
import { isReadOnly } from '../vsphere-privileges.ts';

interface Params {
  readonly vcenter: string;
  /** Who signed in for the capture, whose privileges were read; undefined where only the runbook speaks of them. */
  readonly account: string | undefined;
}

const GIVE_PRIVILEGES =
  'Give the account the privileges of FB131 on the datacenter, propagated to its children. Or say what you know: `known { privileges: complete }`';

export const vcenterAccountReadOnly = defineRule<Params>({
  code: 'FB130',
  title: 'vCenter account is read-only',
  kind: 'prerequisite',
  severity: 'error',
  severityBecause: 'protection and failover have worked with it, so nobody expects that the way home does not.',
  architecture: 'both',
  decidedBy: ['inventory', 'preflight'],
  timeToLive: days(7),
  source: {
    ...articles.troubleshootReprotect,
    says: 'with a read-only vCenter user protection and failover work, but reprotect fails and datastores are not listed',
    confidence: 'documented',
  },
  seenIn: 'vcenter',
  byHand:
    'In the vSphere client, open the vCenter, Permissions, and see the role of the account that the appliance uses.',
  mend: GIVE_PRIVILEGES,
  details:
    '`failback capture` reads the privileges of the account that it signs in with, and the inventory names it. What counts are those of the account that was given to the replication appliance (modernized) or to the configuration server (classic): write that one as `account:` of the vCenter.',
  message: ({ vcenter, account }) =>
    account === undefined
      ? `The account that Site Recovery uses on '${vcenter}' can only read. Protection and failover work with that; reprotect fails, and no datastore is offered.`
      : `'${account}' can only read on '${vcenter}'. Where that is the account of Site Recovery, protection and failover work; but reprotect fails, and no datastore is offered.`,
  remedy: ({ account }) =>
    account === undefined
      ? GIVE_PRIVILEGES
      : `${GIVE_PRIVILEGES.replace(/ Or say.*$/, '')} Where Site Recovery uses another account, write that one in \`account:\` and capture anew.`,
  reads: [],
  check: eachVCenter(
    {
      fact: 'privileges of the account',
      declared: ({ declared: said }) =>
        said === undefined ? undefined : accordingTo(knownFact(said.known, 'privileges'), said.name),
    },
    (captured, { name }) => {
      if (captured.privileges === undefined)
        return unknown(`the capture did not tell the privileges of the account on '${name}'`);
      return isReadOnly(captured.privileges)
        ? broken({ vcenter: name, account: captured.account }, [captured])
        : holds(captured);
    },
  ),
});

function accordingTo(fact: KnownFact | undefined, vcenter: string): Outcome<Params> | undefined {
  if (fact === undefined) return undefined;
  if (/^complete$/i.test(String(fact.value))) return declared();
  // A word that is neither says nothing about the account, so nobody knows.
  return /^read-?only$/i.test(String(fact.value))
    ? broken({ vcenter, account: undefined }, [], { at: fact.at })
    : undefined;
}
