import { type Answer, armError, notFound, ok } from '../arm/answer.ts';
import type { Call } from '../arm/call.ts';
import type { Route } from '../arm/router.ts';
import { conduct, startJob } from '../estate/conduct.ts';
import type { Estate } from '../estate/estate.ts';
import { unnumberedFailure } from '../estate/job-failures.ts';
import type { Machine } from '../estate/machine.ts';
import { groupOf } from '../estate/multi-vm-group.ts';
import { sameId } from '../estate/same-id.ts';
import type { VerbInput } from '../estate/verb-input.ts';
import { type Verb, verbs } from '../estate/verbs.ts';
import { itemNow, machineOf } from './machine-of.ts';
import { acceptedJob } from './polling.ts';
import { readVerb } from './read-verb.ts';
import { recoveryPointsOf, renderRecoveryPoints } from './recovery-points.ts';
import { renderItem } from './render-item.ts';
import { lastOf, vaultId } from './service-ids.ts';

const container = 'replicationFabrics/{fabric}/replicationProtectionContainers/{container}';
const item = `${container}/replicationProtectedItems/{item}`;

/** Protected items: lists, single ones, their recovery points, and what can be asked of them. */
export function itemRoutes(estate: Estate, vault: string): readonly Route[] {
  const withMachine = (answer: (machine: Machine, call: Call) => Answer) => (call: Call) => {
    const machine = machineOf(estate, call);
    return machine === undefined ? notFound(call.path.item ?? '') : answer(machine, call);
  };
  return [
    ['GET', `${vault}/replicationProtectedItems`, (call) => listItems(estate, call)],
    ['GET', `${vault}/${container}/replicationProtectedItems`, (call) => listItems(estate, call)],
    ['GET', `${vault}/${item}`, withMachine((machine, call) => ok(itemNow(estate, machine, call)))],
    ['GET', `${vault}/${item}/recoveryPoints`, withMachine((machine, call) => listPoints(estate, machine, call))],
    ...(Object.keys(verbs) as Verb[]).map(
      (verb): Route => [
        'POST',
        `${vault}/${item}/${verb}`,
        withMachine((machine, call) => ask(estate, machine, verb, call)),
      ],
    ),
  ];
}

/** A page of items, behind by the list's lag; the skip token is the place at which the next page begins. */
function listItems(estate: Estate, call: Call): Answer {
  const { pageSize, listLagSeconds } = estate.knobs;
  if (call.query.has('$filter')) return armError(400, 'InvalidFilter', 'The simulator knows no filter of items.');
  const prefix = call.path.container === undefined ? undefined : containerPrefix(estate, call);
  const machines =
    prefix === undefined ? estate.machines : estate.machines.filter((machine) => machine.key.startsWith(prefix));
  const token = call.query.get('skipToken');
  const from = token === null ? 0 : Number.parseInt(Buffer.from(token, 'base64url').toString('utf8'), 10);
  if (Number.isNaN(from) || from < 0) return armError(400, 'InvalidParameter', 'The skip token is not valid.');
  const at = call.at - listLagSeconds * 1000;
  const rows = machines
    .slice(from, from + pageSize)
    .map((machine) => renderItem({ estate, machine, state: machine.stateAt(at), at, inList: true }));
  const again = repeats(estate, call, from);
  const next = again ? from : from + pageSize;
  if (next >= machines.length) return ok({ value: rows, nextLink: null });
  const link = new URL(call.url, 'https://management.azure.com');
  link.searchParams.set('skipToken', Buffer.from(String(next)).toString('base64url'));
  if (again) link.searchParams.set('again', '1');
  return ok({ value: rows, nextLink: link.href });
}

/** Whether a page, all but the first, leads to itself. */
function repeats({ knobs: { pagesRepeat } }: Estate, call: Call, from: number): boolean {
  if (pagesRepeat === 'never' || from === 0) return false;
  return pagesRepeat === 'for-ever' || !call.query.has('again');
}

function containerPrefix(estate: Estate, call: Call): string {
  const { fabric, container: name } = call.path;
  return `${vaultId(estate)}/replicationFabrics/${fabric}/replicationProtectionContainers/${name}/`.toLowerCase();
}

function listPoints(estate: Estate, machine: Machine, call: Call): Answer {
  const view = { estate, machine, state: machine.state, at: call.at, inList: false };
  return ok({ value: renderRecoveryPoints(view), nextLink: null });
}

/** A POST on an item: read, checked against the item's state, and turned into a job. */
function ask(estate: Estate, machine: Machine, verb: Verb, call: Call): Answer {
  const { knobs } = estate;
  const busy = machine.state.job !== undefined;
  const input = readVerb(verb, call.body, machine.state, knobs);
  if ('status' in input) return input;
  const gone = unknownPoint(estate, machine, input, call);
  if (gone !== undefined) return gone;
  const order = {
    machine,
    input,
    occasion: call.attempt,
    at: call.at,
    activityId: `${call.clientRequestId} ActivityId: ${call.correlationId}`,
    effect: call.effect,
  };
  if (busy) {
    const refusal = `Another operation is in progress on '${machine.item.friendlyName}'.`;
    if (knobs.secondPost === 'refused') return armError(409, 'OperationInProgress', refusal);
    return acceptedJob(
      estate,
      machine,
      startJob(estate, { ...order, outcome: refused('OperationInProgress', refusal) }),
    );
  }
  if (!machine.state.shown.allowedOperations.includes(verbs[verb].token)) {
    const refusal = notAllowed(machine, input);
    if (knobs.verbNotAllowed !== 'failed-job')
      return armError(knobs.verbNotAllowed === 'conflict' ? 409 : 400, 'OperationNotAllowed', refusal);
    return acceptedJob(
      estate,
      machine,
      conduct(estate, { ...order, outcome: refused('OperationNotAllowed', refusal) }),
    );
  }
  if (knobs.groupMembersOneByOne === 'refused' && isOneOfGroup(estate, machine, verb)) {
    const refusal = `'${machine.item.friendlyName}' is a member of the replication group '${machine.item.multiVmGroupName}', which moves as a whole.`;
    if (knobs.verbNotAllowed !== 'failed-job')
      return armError(knobs.verbNotAllowed === 'conflict' ? 409 : 400, 'OperationNotAllowed', refusal);
    return acceptedJob(
      estate,
      machine,
      conduct(estate, { ...order, outcome: refused('OperationNotAllowed', refusal) }),
    );
  }
  return acceptedJob(estate, machine, conduct(estate, order));
}

/** Reprotect and failover of one of several; a commit was never said to be refused. */
function isOneOfGroup(estate: Estate, machine: Machine, verb: Verb): boolean {
  const moves = verb === 'reProtect' || verb === 'unplannedFailover';
  return moves && machine.architecture === 'classic' && groupOf(estate, machine).length > 0;
}

/** A custom point must be one of the item's own; ids of points name the container by other aliases, so names count. */
function unknownPoint(estate: Estate, machine: Machine, input: VerbInput, call: Call): Answer | undefined {
  if (input.verb !== 'unplannedFailover' || input.recoveryPointId === undefined) return undefined;
  const wanted = lastOf(input.recoveryPointId);
  const view = { estate, machine, state: machine.state, at: call.at, inList: false };
  return recoveryPointsOf(view).some(({ id }) => sameId(lastOf(id), wanted))
    ? undefined
    : armError(400, 'RecoveryPointNotFound', `'${machine.item.friendlyName}' has no recovery point '${wanted}'.`);
}

function refused(code: string, message: string) {
  const advice = 'Wait until the item allows the operation, then try again.';
  return { kind: 'failed', failure: unnumberedFailure(code, message, advice) } as const;
}

function notAllowed(machine: Machine, input: VerbInput): string {
  const { protectionState, allowedOperations } = machine.state.shown;
  const allowed = allowedOperations.length === 0 ? 'nothing' : allowedOperations.join(', ');
  return `'${verbs[input.verb].token}' is not allowed on '${machine.item.friendlyName}' in the state '${protectionState}', which allows ${allowed}.`;
}
