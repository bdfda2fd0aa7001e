import { type ArmCall, type GateStep, PLAN_VERSION, type Plan, type PlanStep } from './plan.ts';

/**
 * What a plan decides, and nothing else: what is called, on what, in which order, behind which gates, what cannot be taken
 * back, and which risks somebody accepted. Figures, estimates, times of capture and sentences about facts are left out, so a
 * fresher figure changes nothing. The order of the rows is fixed, for the hash is taken over them.
 */
export function* decisionsOf(plan: Plan): Iterable<readonly unknown[]> {
  const { schema, version, runbook, architecture, vault, part, freeze } = plan;
  yield [schema, version, runbook.name, runbook.change, architecture, vault.id, part, freeze];
  yield [plan.machines.length, plan.waves.length, plan.steps.length, plan.accepted.length, plan.withoutApproval.length];
  for (const { name, wave, itemId, azureVmId, location, via, datastore, batch, app } of plan.machines)
    yield [name, wave, itemId, azureVmId, location, via, datastore, batch, app];
  for (const { name, after, machines, atMost, objective, onFailure } of plan.waves)
    yield [name, after, machines, atMost, objective, onFailure];
  for (const step of plan.steps) {
    const { id, wave, machine, waitsFor, irreversible, undo } = step;
    yield [id, wave, machine, waitsFor, irreversible, undo?.how, undo?.loses];
    yield decisionOf(step, version);
  }
  for (const { code, subject, because, by, until } of inFixedOrder(plan.accepted))
    yield [code, subject, because, by, until];
  for (const { wave, stage, because } of plan.withoutApproval) yield [wave, stage, because];
  if (plan.review !== undefined)
    yield [
      'review',
      plan.review.by.mode,
      plan.review.signers,
      ...plan.review.by.people.map(({ email, name }) => email ?? name),
    ];
}

/** Findings come in the order of the text, and the order of its blocks decides nothing. */
function inFixedOrder(accepted: Plan['accepted']): Plan['accepted'] {
  const keys = new Map(accepted.map((risk) => [risk, `${risk.code} ${risk.subject}`]));
  return accepted.toSorted((one, other) => ((keys.get(one) ?? '') < (keys.get(other) ?? '') ? -1 : 1));
}

/**
 * What a step decides beyond its place in the order. Words that a person approves or acts on are decisions too.
 * `version`: of the plan, for a hash is taken as it was when the plan was made.
 */
export function decisionOf(step: PlanStep, version: Plan['version'] = PLAN_VERSION): readonly unknown[] {
  switch (step.kind) {
    case 'preflight':
    case 'home':
      return [step.kind];
    case 'replicate':
      return step.pointId === undefined
        ? [step.kind, step.recoveryPoint]
        : [step.kind, step.recoveryPoint, step.pointId];
    case 'window':
      return [step.kind, step.opens, step.closes];
    case 'approve':
      return [
        step.kind,
        step.title,
        step.stage,
        ...gate(step, version),
        // Without these words the row is what it was before there were such words.
        ...(step.signed === true ? ['signed'] : []),
        ...(step.secondPerson === true ? ['second-person'] : []),
      ];
    case 'hold':
      return [step.kind, step.for];
    case 'backup':
      return [step.kind, step.within, ...gate(step, version)];
    case 'ask':
      return step.how === undefined
        ? [step.kind, step.title, ...gate(step, version)]
        : [step.kind, step.title, ...gate(step, version), step.how];
    case 'probe':
      return [step.kind, step.title, step.check.kind, ...target(step.check), step.within];
    case 'run':
      return [
        step.kind,
        step.title,
        step.script,
        step.on,
        step.timeout,
        ...(step.text === undefined ? [] : [step.text.sha256, step.text.bytes]),
        ...(step.tries === undefined ? [] : ['tries', step.tries]),
        ...(step.guest === undefined ? [] : [step.guest]),
      ];
    case 'reprotect':
    case 'failover':
    case 'commit':
    case 'protect':
    case 'delete-old':
      return [step.kind, call(step.call)];
    case 'registered':
      return [step.kind, step.server];
    case 'process-server':
    case 'switch-traffic':
    case 'remove-leftovers':
      return [step.kind, step.calls.map(call)];
  }
}

function call({ operation, resourceId, body, requires }: ArmCall) {
  return [operation, resourceId, body, requires?.instanceType, requires?.allowedOperation];
}

function gate({ by, expiresAfter }: GateStep, version: Plan['version']) {
  return [by.mode, version === 1 ? by.people.map(({ name }) => name) : by.people.map(knownAs), expiresAfter];
}

/** Everything by which an answer is known to be this person's: whoever changes it lets somebody else answer. */
function knownAs({ name, fullName, email }: GateStep['by']['people'][number]) {
  return [name, fullName, email];
}

function target(check: Extract<PlanStep, { kind: 'probe' }>['check']) {
  switch (check.kind) {
    case 'tcp':
      return [check.host, check.port];
    case 'http':
      return [check.url, check.status];
    case 'script':
      return check.text === undefined ? [check.script] : [check.script, check.text.sha256, check.text.bytes];
  }
}
