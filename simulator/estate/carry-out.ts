import type { Instant } from '../virtual-clock.ts';
import type { Estate } from './estate.ts';
import { recomputingHealth } from './health-texts.ts';
import type { Job } from './job.ts';
import { lockOn } from './locks.ts';
import type { Machine } from './machine.ts';
import { phaseFacts, providerOf } from './phase.ts';
import { beginReplication } from './replicate.ts';
import type { VerbInput } from './verb-input.ts';
import { leadsTo } from './verbs.ts';

/** What a job that succeeded has done to its machine and to Azure. */
export function carryOut(estate: Estate, machine: Machine, input: VerbInput, job: Job): void {
  const at = job.endsAt;
  const phase = leadsTo(input.verb, machine.state.phase, machine.architecture);
  if (input.verb === 'reProtect') {
    if (job.target.newItemId !== undefined) estate.rename(machine, job.target.newItemId, at);
    if (phase === 'replicating-back') comeHome(estate, machine, input, job);
    else if (phase === 'replicating-forward') protectAgain(estate, machine, input, job);
    return;
  }
  if (input.verb === 'failoverCancel') {
    cancel(estate, machine, at);
    return;
  }
  if (phase === undefined || phase === 'as-captured') return;
  if (phase === 'failback-committed') removeAzureVm(estate, machine, at);
  if (phase === 'failed-back') machine.cameHome = true;
  const planned = input.verb === 'plannedFailover';
  machine.become(
    {
      phase,
      shown: phaseFacts(phase, machine.architecture, estate.knobs),
      ...(input.verb === 'failoverCommit' ? {} : { lastFailover: job.acceptedAt }),
      ...(planned ? { lastPlannedFailover: { startedAt: job.acceptedAt, status: 'Succeeded' as const } } : {}),
    },
    at,
  );
}

/** Commits a failover that is pending, as a reprotect does on its way; does nothing where none is. */
export function commitPending(estate: Estate, machine: Machine, at: Instant): void {
  const phase = leadsTo('failoverCommit', machine.state.phase, machine.architecture);
  if (phase !== 'failover-committed' && phase !== 'failback-committed') return;
  if (phase === 'failback-committed') removeAzureVm(estate, machine, at);
  machine.become({ phase, shown: phaseFacts(phase, machine.architecture, estate.knobs) }, at);
}

/** A failback shuts the Azure machine down at the end of its shut-down task, not at the end of the job. */
export function shutDownFor(estate: Estate, machine: Machine, job: Job, input: VerbInput): void {
  const home = machine.state.phase === 'protected-back';
  if (!home || (input.verb !== 'plannedFailover' && input.verb !== 'unplannedFailover')) return;
  const task = job.scenario.tasks.findIndex(({ friendlyName }) => friendlyName.startsWith('Shut down'));
  const endsAt = job.tasks[task]?.endsAt ?? Number.POSITIVE_INFINITY;
  if (!Number.isFinite(endsAt)) return;
  estate.due.schedule(endsAt, machine.key, () => setPower(estate, machine, 'deallocated', endsAt));
}

type ReprotectInput = Extract<VerbInput, { verb: 'reProtect' }>;

/**
 * The id that an item gets with a reprotect, named after its new incarnation; undefined where it keeps the one it has.
 */
export function renamedTo(estate: Estate, machine: Machine, input: VerbInput, jobId: string): string | undefined {
  if (input.verb !== 'reProtect' || machine.architecture !== 'classic' || estate.knobs.renames === 'never')
    return undefined;
  return machine.state.itemId.replace(/[^/]+$/, nextIdentifier(estate, machine, jobId));
}

function comeHome(estate: Estate, machine: Machine, input: ReprotectInput, job: Job): void {
  beginReplication(
    estate,
    machine,
    'replicating-back',
    {
      internalIdentifier: nextIdentifier(estate, machine, job.id),
      previousIdentifier: machine.state.internalIdentifier,
      policyId: input.policyId ?? policyFor(estate, 'back') ?? machine.state.policyId,
      lastUsedPolicyId: machine.state.policyId,
      ...(machine.architecture === 'classic'
        ? { masterTargetId: input.masterTargetId, processServerId: input.processServerId }
        : {}),
      reprotectAgentId: input.reprotectAgentId,
      datastore: input.datastore,
      logStorageAccountId: input.logStorageAccountId,
      lastFailover: undefined,
      healthErrors: [],
      replicationHealth: 'Normal',
      protectedSince: undefined,
    },
    job.endsAt,
  );
}

function protectAgain(estate: Estate, machine: Machine, input: ReprotectInput, job: Job): void {
  // From a pending commit the reprotect commits by itself, and so deletes the Azure machine.
  if (machine.state.phase === 'failed-back') removeAzureVm(estate, machine, job.endsAt);
  beginReplication(
    estate,
    machine,
    'replicating-forward',
    {
      internalIdentifier: nextIdentifier(estate, machine, job.id),
      previousIdentifier: machine.state.internalIdentifier,
      masterTargetId: undefined,
      policyId: input.policyId ?? policyFor(estate, 'forward') ?? machine.state.policyId,
      lastUsedPolicyId: machine.state.policyId,
      processServerId: input.processServerId ?? machine.state.processServerId,
      runAsAccountId: input.runAsAccountId,
      azureVmId: undefined,
      lastFailover: undefined,
      lastPlannedFailover: undefined,
      healthErrors: [],
      replicationHealth: 'Normal',
      protectedSince: undefined,
    },
    job.endsAt,
  );
}

/** Back to replicating from Azure; also what follows a planned failover that failed. */
function cancel(estate: Estate, machine: Machine, at: Instant): void {
  setPower(estate, machine, 'running', at);
  const failed = machine.state.lastPlannedFailover?.status === 'Failed';
  machine.become(
    {
      phase: 'protected-back',
      shown: phaseFacts('protected-back', machine.architecture, estate.knobs),
      lastFailover: undefined,
      healthErrors: [...machine.state.healthErrors.filter(({ code }) => code !== '548004'), recomputingHealth(at)],
      ...(failed || machine.state.lastPlannedFailover === undefined
        ? {}
        : { lastPlannedFailover: { ...machine.state.lastPlannedFailover, status: 'Cancelled' as const } }),
    },
    at,
  );
}

function removeAzureVm(estate: Estate, machine: Machine, at: Instant): void {
  const { azureVmId } = machine.state;
  if (azureVmId === undefined || lockOn(estate.inventory, azureVmId, 'delete') !== undefined) return;
  const { commitDeletes } = estate.knobs;
  estate.azure.deleteVm(azureVmId, at, {
    disks: commitDeletes !== 'vm',
    interfaces: commitDeletes === 'vm-disks-and-interfaces',
  });
}

function setPower(estate: Estate, machine: Machine, powerState: string, at: Instant): void {
  const vm = estate.azure.vm(machine.state.azureVmId);
  if (vm !== undefined) estate.azure.setPower(vm, powerState, at);
}

function nextIdentifier(estate: Estate, machine: Machine, jobId: string): string {
  return estate.chance.guid('incarnation', machine.key, jobId);
}

/** The service takes a mapped policy of the right direction when the request names none: recorded. */
function policyFor(estate: Estate, direction: 'forward' | 'back'): string | undefined {
  return estate.inventory.policies?.find((policy) => providerOf(policy.instanceType)?.direction === direction)?.id;
}
