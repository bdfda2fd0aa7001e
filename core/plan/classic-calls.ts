import { fold, type World } from '../inventory/world.ts';
import type { MasterTarget, ProcessServer, RecoveryPointChoice, Runbook } from '../runbook/runbook.ts';
import {
  type ClassicRecoveryPoint,
  classicFailoverBody,
  classicProtectBody,
  classicReprotectBody,
} from './classic-bodies.ts';
import type { CallContext, MachineCalls } from './machine-calls.ts';
import type { Id } from './modernized-bodies.ts';
import { isToBeMade } from './process-server-settings.ts';
import { type ProcessServerReference, processServerReference } from './references.ts';
import type { SettledMachine } from './settle-machines.ts';

/** Writes the calls of a classic machine. Its item may get another id with each reprotect, so a run looks it up again. */
export function classicCalls(settled: SettledMachine, context: CallContext): MachineCalls {
  const { runbook, world, ids, missing, bodies } = context;
  const { machine, item, datastore } = settled;
  const who = machine.name;
  const vault = runbook.vault?.value;
  const target = settled.via?.kind === 'master-target' ? settled.via : undefined;
  const resourceId = item?.id ?? null;
  const runAs = ids.runAs((machine.runAs ?? target?.runAs)?.value, who);
  return {
    reprotect: {
      operation: 'reprotect',
      resourceId,
      body: bodies.of(classicReprotectBody, {
        masterTargetId: masterTargetId(target, who, context),
        processServerId: processServerId(processServerOf(settled), who, context),
        retentionDrive:
          retentionDrive(target, world, settled.family) ?? missing.note('No retention drive is known', who),
        runAsAccountId: runAs,
        datastoreName: datastore ?? missing.note('No `datastore:` is written, and no old machine shows one', who),
        profileId: ids.policy(
          (machine.failbackPolicy ?? vault?.failbackPolicy)?.value,
          'InMage',
          'failback-policy',
          who,
        ),
      }),
      requires: { instanceType: 'InMageAzureV2', allowedOperation: 'SwitchProtection' },
    },
    failover: {
      operation: 'unplanned-failover',
      resourceId,
      body: bodies.of(classicFailoverBody, recoveryPoint(machine.recoveryPoint.value)),
      requires: { instanceType: 'InMage', allowedOperation: 'UnplannedFailover' },
    },
    commit: {
      operation: 'commit',
      resourceId,
      body: null,
      requires: { instanceType: 'InMage', allowedOperation: 'Commit' },
    },
    protect: {
      operation: 'protect',
      resourceId,
      body: bodies.of(classicProtectBody, {
        processServerId: processServerOnSite(runbook, world),
        runAsAccountId: runAs,
        policyId: ids.policy((machine.policy ?? vault?.policy)?.value, 'InMageAzureV2', 'policy', who),
        logStorageAccountId: vault?.logStorage === undefined ? undefined : ids.logStorage(who),
      }),
      requires: { instanceType: 'InMage', allowedOperation: 'SwitchProtection' },
    },
  };
}

/** The machine's own process server, else that of its master target. */
export function processServerOf({ machine, via }: SettledMachine): ProcessServer | undefined {
  if (machine.processServer !== undefined) return machine.processServer.value;
  return via?.kind === 'master-target' ? via.processServer?.value : undefined;
}

function masterTargetId(target: MasterTarget | undefined, who: string, { world, missing }: CallContext): Id {
  if (target === undefined) return missing.note('No master target is written or fits', who);
  return (
    world?.masterTarget(target.targetName)?.id ??
    missing.note(`The vault shows no master target '${target.targetName}'`, who)
  );
}

/** One that the plan makes has no id yet: its name stands for it. */
function processServerId(
  server: ProcessServer | undefined,
  who: string,
  { world, missing, bodies }: CallContext,
): Id | ProcessServerReference {
  if (server === undefined) return missing.note('No process server is written', who);
  if (isToBeMade(server, world)) return bodies.reference(server.serverName, processServerReference);
  return (
    world?.processServer(server.serverName)?.id ??
    missing.note(`The vault shows no process server '${server.serverName}'`, who)
  );
}

/**
 * Protecting again goes through the site's own process server, for the one in Azure is removed afterwards. Undefined
 * where the inventory does not show exactly one: then the item keeps the one it had.
 */
function processServerOnSite(runbook: Runbook, world: World | undefined): string | undefined {
  const declared = new Map(runbook.processServers.map((server) => [fold(server.serverName), server.where.value]));
  const onSite = (world?.inventory.processServers ?? []).filter(
    ({ name, azureVmId }) => (declared.get(fold(name)) ?? (azureVmId ? 'azure' : 'on-premises')) === 'on-premises',
  );
  return onSite.length === 1 ? onSite[0]?.id : undefined;
}

/**
 * As written; else the only volume that the vault shows; else the usual one of its system.
 * @source vmware-azure-prepare-failback: R on a Windows master target, /mnt/retention on Linux
 */
function retentionDrive(
  target: MasterTarget | undefined,
  world: World | undefined,
  family: 'windows' | 'linux' | undefined,
): string | undefined {
  if (target === undefined) return undefined;
  if (target.retentionDrive !== undefined) return target.retentionDrive.value;
  const captured = world?.masterTarget(target.targetName);
  if (captured?.retentionVolumes.length === 1) return captured.retentionVolumes[0]?.name;
  const os = target.os?.value ?? captured?.osType?.toLowerCase() ?? family;
  if (os === undefined) return undefined;
  return os === 'windows' ? 'R' : '/mnt/retention';
}

function recoveryPoint(choice: RecoveryPointChoice): ClassicRecoveryPoint {
  switch (choice.kind) {
    case 'custom':
      return { recoveryPointType: 'Custom', recoveryPointId: choice.id };
    case 'latest-tag':
    case 'application-consistent':
      return { recoveryPointType: 'LatestTag' };
    case 'latest':
    case 'crash-consistent':
      return { recoveryPointType: 'LatestTime' };
  }
}
