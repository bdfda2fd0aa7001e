import type { Appliance } from '../runbook/runbook.ts';
import type { CallContext, MachineCalls } from './machine-calls.ts';
import { plannedFailoverBody, protectBody, reprotectBody } from './modernized-bodies.ts';
import type { SettledMachine } from './settle-machines.ts';

// What the item must show just before each call: its present provider, and the verb among those that it allows.
const beforeReprotect = { instanceType: 'InMageRcm', allowedOperation: 'SwitchProtection' };
const beforeFailover = { instanceType: 'InMageRcmFailback', allowedOperation: 'PlannedFailover' };
const beforeCommit = { instanceType: 'InMageRcmFailback', allowedOperation: 'Commit' };
const beforeProtect = { instanceType: 'InMageRcmFailback', allowedOperation: 'SwitchProtection' };

const crashConsistent = plannedFailoverBody('CrashConsistent');
const applicationConsistent = plannedFailoverBody('ApplicationConsistent');

/** Writes the calls of a modernized machine. */
export function modernizedCalls(
  settled: SettledMachine,
  { runbook, world, ids, missing, bodies }: CallContext,
): MachineCalls {
  const { machine, item, datastore } = settled;
  const who = machine.name;
  const vault = runbook.vault?.value;
  const appliance = settled.via?.kind === 'appliance' ? settled.via : undefined;
  const captured = appliance && world?.appliance(appliance.applianceName);
  const resourceId = item?.id ?? null;
  return {
    reprotect: {
      operation: 'reprotect',
      resourceId,
      body: bodies.of(reprotectBody, {
        reprotectAgentId:
          captured?.reprotectAgentId ?? missing.note(`The reprotect agent of ${nameOf(appliance)} is not known`, who),
        datastoreName: datastore ?? missing.note('No `datastore:` is written, and no old machine shows one', who),
        logStorageAccountId: ids.logStorage(who),
        policyId: ids.policy(
          (machine.failbackPolicy ?? vault?.failbackPolicy)?.value,
          'InMageRcmFailback',
          'failback-policy',
          who,
        ),
      }),
      requires: beforeReprotect,
    },
    failover: {
      operation: 'planned-failover',
      resourceId,
      body: machine.recoveryPoint.value.kind === 'application-consistent' ? applicationConsistent : crashConsistent,
      requires: beforeFailover,
    },
    commit: {
      operation: 'commit',
      resourceId,
      body: null,
      requires: beforeCommit,
    },
    protect: {
      operation: 'protect',
      resourceId,
      body: bodies.of(protectBody, {
        processServerId:
          captured?.processServerId ?? missing.note(`The process server of ${nameOf(appliance)} is not known`, who),
        runAsAccountId: ids.runAs((machine.runAs ?? appliance?.runAs)?.value, who),
        policyId: ids.policy((machine.policy ?? vault?.policy)?.value, 'InMageRcm', 'policy', who),
      }),
      requires: beforeProtect,
    },
  };
}

function nameOf(appliance: Appliance | undefined): string {
  return appliance === undefined
    ? 'the appliance (none is written with `via:`)'
    : `appliance '${appliance.applianceName}'`;
}
