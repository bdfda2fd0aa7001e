import type { ArmCall, Plan, PlanStep } from './plan.ts';

/**
 * What a plan decides, and nothing else: what is called, on what, in which order, behind which gates, what cannot be taken
 * back, and which risks somebody accepted. Figures, estimates, times of capture and sentences about facts are left out, so a
 * fresher figure changes nothing. Key order is fixed here, for the hash is taken over this value's text.
 */
export function decisionsOf(plan: Plan) {
  return {
    schema: plan.schema,
    version: plan.version,
    runbook: plan.runbook.name,
    change: plan.runbook.change,
    architecture: plan.architecture,
    vault: plan.vault.id,
    part: plan.part,
    freeze: plan.freeze,
    machines: plan.machines.map(({ name, wave, itemId, azureVmId, location, via, datastore, batch, app }) => [
      name,
      wave,
      itemId,
      azureVmId,
      location,
      via,
      datastore,
      batch,
      app,
    ]),
    waves: plan.waves.map(({ name, after, machines, atMost, objective, onFailure }) => [
      name,
      after,
      machines,
      atMost,
      objective,
      onFailure,
    ]),
    steps: plan.steps.map((step) => [
      step.id,
      step.wave,
      step.machine,
      step.waitsFor,
      step.irreversible,
      step.undo,
      ...decisionOf(step),
    ]),
    accepted: plan.accepted.map(({ code, subject, because, by, until }) => [code, subject, because, by, until]),
    withoutApproval: plan.withoutApproval.map(({ wave, stage, because }) => [wave, stage, because]),
  };
}

/** What a step decides beyond its place in the order. Words that a person approves or acts on are decisions too. */
export function decisionOf(step: PlanStep): readonly unknown[] {
  switch (step.kind) {
    case 'preflight':
    case 'home':
      return [step.kind];
    case 'replicate':
      return [step.kind, step.recoveryPoint];
    case 'window':
      return [step.kind, step.opens, step.closes];
    case 'approve':
      return [step.kind, step.title, step.stage, ...gate(step)];
    case 'hold':
      return [step.kind, step.for];
    case 'backup':
      return [step.kind, step.within, ...gate(step)];
    case 'ask':
      return [step.kind, step.title, ...gate(step)];
    case 'probe':
      return [step.kind, step.title, step.check.kind, ...target(step.check), step.within];
    case 'run':
      return [step.kind, step.title, step.script, step.on, step.timeout];
    case 'reprotect':
    case 'failover':
    case 'commit':
    case 'protect':
    case 'delete-old':
    case 'process-server':
      return [step.kind, call(step.call)];
    case 'switch-traffic':
    case 'remove-leftovers':
      return [step.kind, step.calls.map(call)];
  }
}

function call({ operation, resourceId, body, requires }: ArmCall) {
  return [operation, resourceId, body, requires?.instanceType, requires?.allowedOperation];
}

function gate({ by, expiresAfter }: Extract<PlanStep, { kind: 'approve' | 'backup' | 'ask' }>) {
  return [by.mode, by.people.map(({ name }) => name), expiresAfter];
}

function target(check: Extract<PlanStep, { kind: 'probe' }>['check']) {
  return check.kind === 'tcp' ? [check.host, check.port] : [check.url, check.status];
}
