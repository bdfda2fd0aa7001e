import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FailbackError } from '../../core/failback-error.ts';
import { hashPlan } from '../../core/plan/hash-plan.ts';
import { parsePlan } from '../../core/plan/parse-plan.ts';
import { PLAN_VERSION, type Plan } from '../../core/plan/plan.ts';
import { planFor } from '../../core/plan/plan-for.ts';
import { inventoryFor } from './inventory-for.ts';
import { NOW, nothingFound, runbookOf } from './runbook-text.ts';

const runbook = await runbookOf(`
  vault dr { log-storage: "stlogs" }
  datastore ds-gold { }
  appliance app-1 { run-as: "push" }
  person lead { name: "Dana Vermeer" }
  runbook r {
    architecture: modernized  vault: dr
    before reprotect { approve "Go" { by: lead } }
    before commit { approve "Right" { by: lead } }
  }
  vm db { via: app-1  datastore: ds-gold  disk "os" { } }
  wave w { machines: db }
`);
const plan = planFor(runbook, inventoryFor(runbook), nothingFound, {
  now: NOW,
  part: 'whole',
  runbookFile: 'r.failback',
  inventoryFile: 'i.json',
});

function edited(edit: (plan: Plan) => void): string {
  const copy = structuredClone(plan);
  edit(copy);
  return JSON.stringify(copy);
}

function refusal(text: string): FailbackError {
  try {
    parsePlan(text, 'plan.json');
  } catch (error) {
    assert.ok(error instanceof FailbackError, String(error));
    assert.ok(error.remedy.length > 0);
    return error;
  }
  throw new assert.AssertionError({ message: 'the plan was not refused' });
}

test('a plan comes back as it was written, and in any formatting', () => {
  assert.deepEqual(parsePlan(JSON.stringify(plan, null, 4), 'plan.json'), plan);
});

test('a file that was cut off is unreadable', () => {
  const error = refusal(JSON.stringify(plan).slice(0, 300));
  assert.equal(error.code, 'plan-unreadable');
  assert.match(error.message, /^The plan 'plan.json' is not JSON: /);
});

test('another file is not a plan', () => {
  for (const text of ['{"schema":"failback/inventory","version":1}', '[]', 'null', '"text"'])
    assert.equal(refusal(text).code, 'plan-invalid');
});

test('a newer plan asks for a newer failback', () => {
  const error = refusal(edited((copy) => Object.assign(copy, { version: PLAN_VERSION + 1 })));
  assert.equal(error.code, 'plan-version');
  assert.match(error.remedy, /Update failback/);
});

test('a plan of no version that ever was asks to be made anew', () => {
  const error = refusal(edited((copy) => Object.assign(copy, { version: 0 })));
  assert.equal(error.code, 'plan-version');
  assert.match(error.remedy, /Make the plan anew/);
});

test('a plan with a hole names the place', () => {
  const error = refusal(edited((copy) => Object.assign(copy.steps[0]!, { waitsFor: 'nothing' })));
  assert.equal(error.code, 'plan-invalid');
  assert.match(error.message, /'steps\.0\.waitsFor'/);
});

test('a plan whose steps are out of order is refused, though its hash be right', () => {
  const error = refusal(
    edited((copy) => {
      copy.steps.reverse();
      copy.hash = hashPlan(copy);
    }),
  );
  assert.equal(error.code, 'plan-invalid');
  assert.match(error.message, /waits for .* which does not come before it/);
});

test('a plan with a step twice is refused', () => {
  const error = refusal(
    edited((copy) => {
      copy.steps.push(copy.steps[0]!);
      copy.hash = hashPlan(copy);
    }),
  );
  assert.match(error.message, /there are two steps 'w\/preflight'/);
});

const tampering: Record<string, (plan: Plan) => void> = {
  'a gate taken out': (copy) => {
    const gate = copy.steps.findIndex(({ kind }) => kind === 'approve');
    const { id, waitsFor } = copy.steps[gate]!;
    copy.steps.splice(gate, 1);
    for (const step of copy.steps)
      step.waitsFor = step.waitsFor.flatMap((other) => (other === id ? waitsFor : [other]));
  },
  'another target': (copy) => {
    for (const step of copy.steps) if (step.kind === 'commit') step.call.resourceId = '/subscriptions/x/another';
  },
  'another body': (copy) => {
    for (const step of copy.steps) if (step.kind === 'failover') step.call.body = { properties: {} };
  },
  'another approver': (copy) => {
    for (const step of copy.steps) if (step.kind === 'approve') step.by.people = [];
  },
  'another mail address of an approver': (copy) => {
    for (const step of copy.steps) for (const person of peopleOf(step)) person.email = 'mallory@contoso.example';
  },
  'another full name of an approver': (copy) => {
    for (const step of copy.steps) for (const person of peopleOf(step)) person.fullName = 'Mallory';
  },
  'a point of no return that is none any more': (copy) => {
    for (const step of copy.steps) step.irreversible = null;
  },
  'another hash': (copy) => {
    copy.hash = copy.hash.replaceAll('a', 'b');
  },
};

function peopleOf(step: Plan['steps'][number]) {
  return step.kind === 'approve' ? step.by.people : [];
}

for (const [name, edit] of Object.entries(tampering))
  test(`${name} is told as tampering`, () => {
    const error = refusal(edited(edit));
    assert.equal(error.code, 'plan-tampered', error.message);
    assert.match(error.message, /What runs would not be what was reviewed\./);
  });
